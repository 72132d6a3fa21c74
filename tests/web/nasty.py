"""What do people text who mean no good, or whose telephones are strange?

Each has the mark `nasty`: an element or attribute of that name on a page was not escaped.
"""

from __future__ import annotations

NASTY = (
    "<nasty>",
    "<script nasty>alert(1)</script>",
    "</textarea><nasty>",
    "</title><nasty>",
    "</script><nasty>",
    "</style><nasty>",
    "<!-- <nasty>",
    "--><nasty>",
    "<![CDATA[<nasty>]]>",
    "]]><nasty>",
    '"><nasty>',
    "'><nasty>",
    '" nasty="1" autofocus onfocus="alert(1)',
    "' nasty='1' onmouseover='alert(1)",
    "` nasty=1 onerror=alert(1)",
    "<img nasty src=x onerror=alert(1)>",
    "<svg nasty onload=alert(1)>",
    "<svg><animate nasty onbegin=alert(1)>",
    "<a nasty href=javascript:alert(1)>x</a>",
    "<iframe nasty srcdoc='<script>alert(1)</script>'>",
    "<base nasty href=//evil.example>",
    "<meta nasty http-equiv=refresh content=0;url=//evil.example>",
    "<form nasty action=//evil.example><button>x",
    "<link nasty rel=stylesheet href=//evil.example>",
    "<math><mi nasty xlink:href=javascript:alert(1)>",
    "<nasty\x00>",
    "<\u200bnasty>",
    "＜nasty＞",
    "%3Cnasty%3E &lt;nasty&gt; &#60;nasty&#62;",
    "{{ 7 * 191 }} nasty {% include 'console/login.html' %}",
    "%(nasty)s %s %d {nasty} ${nasty}",
    "'; drop table callback_request; -- nasty",
    '=HYPERLINK("http://evil.example","nasty")',
    "@SUM(1+1)*cmd|' /C calc'!A0 nasty",
    "\tnasty\r\nSet-Cookie: nasty=1",
    "\u202enasty\u202c",
    "\u2066nasty \u2067\u202d",
    "nasty " + "\u0338\u20dd" * 60,
    "nasty\ufffe\uffff\ufeff",
    "nasty 😀\u200d🔥" * 12,
    "../../../../etc/passwd\x00nasty",
)

BIDI = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
