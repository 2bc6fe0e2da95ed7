import assert from "node:assert/strict";
import { test } from "node:test";
import { behindFirstWords } from "./stylesLast.ts";

test("a stylesheet stands behind what is shown before it comes", () => {
  const html = behindFirstWords(
    '<head>\n<script type="module" src="/a.js"></script>\n<link rel="stylesheet" crossorigin href="/a.css">\n</head>\n<body>\n<p>Still loading</p>\n</body>',
  );
  assert.ok(html.indexOf("a.css") > html.indexOf("Still loading"));
  assert.ok(html.indexOf("a.css") < html.indexOf("</body>"));
  assert.equal(html.match(/stylesheet/g)?.length, 1);
});
