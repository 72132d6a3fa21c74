// The code of an invitation stands behind the # of its link: no server, proxy or log is told it.
// It leaves the address at once, so that nobody reads it there; without this it is typed by hand.
const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  document.getElementById("code").value = code;
  history.replaceState(null, "", location.pathname);
  document.getElementById("new").focus();
}
