import assert from "node:assert/strict";
import { test } from "node:test";

import { fire, one, page } from "../testing.ts";
import { Drop } from "./drop.ts";

const ZONE = `<div data-drop><input type="file"><span data-drop-names></span></div><p>elsewhere</p>`;

function choose(...files: { name: string; size: number }[]): void {
  Object.defineProperty(one("input"), "files", { value: files, configurable: true, writable: true });
}

test("the chosen file is named with its size", () => {
  new Drop(page(ZONE)).mount();
  choose({ name: "Kế hoạch 91.docx", size: 1_572_864 });
  fire(one("input"), "change");
  assert.equal(one("[data-drop-names]").textContent, "Kế hoạch 91.docx (1,5 MB)");
  assert.ok(one("[data-drop]").classList.contains("has-files"));
});

test("a file dropped on the zone is as if chosen", () => {
  new Drop(page(ZONE)).mount();
  choose();
  assert.equal(fire(one("[data-drop-names]"), "dragover").defaultPrevented, true);
  assert.ok(one("[data-drop]").classList.contains("is-over"));
  const files = [{ name: "a.txt", size: 2048 }];
  const drop = Object.assign(new CustomEvent("drop", { bubbles: true, cancelable: true }), { dataTransfer: { files } });
  one("[data-drop-names]").dispatchEvent(drop);
  assert.equal(drop.defaultPrevented, true);
  assert.equal(one("[data-drop-names]").textContent, "a.txt (2 KB)");
  assert.ok(!one("[data-drop]").classList.contains("is-over"));
});

test("outside of a zone the browser does what it always does", () => {
  new Drop(page(ZONE)).mount();
  assert.equal(fire(one("p"), "dragover").defaultPrevented, false);
});
