// What was done can be undone for ten seconds: after that the offer leaves the page, for the server
// would refuse it. If the keyboard is on it, it stays until the keyboard has moved on.
setTimeout(() => {
  for (const form of document.querySelectorAll("form.undo")) {
    const leave = () => form.remove();
    if (form.contains(document.activeElement)) form.addEventListener("focusout", leave);
    else leave();
  }
}, 10_000);
