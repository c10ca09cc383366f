import assert from "node:assert/strict";
import { test } from "node:test";

import { fire, one, page, soon } from "../testing.ts";
import { Once } from "./once.ts";

const FORM = `<form method="post" action="/x/"><input name="a"><button>Gửi</button></form>`;

test("a form is sent once, and its button waits", async () => {
  new Once(page(FORM)).mount();
  let arrived = 0;
  one("form").addEventListener("submit", () => (arrived += 1));
  fire(one("form"), "submit");
  const second = fire(one("form"), "submit");
  assert.equal(arrived, 1);
  assert.equal(second.defaultPrevented, true);
  assert.equal(one<HTMLButtonElement>("button").disabled, false); // it still gives its own name and value
  await soon();
  assert.equal(one<HTMLButtonElement>("button").disabled, true);
});

test("an answer to htmx, whatever it is, lets one send again", async () => {
  new Once(page(`<form hx-post="/x/"><button>Gửi</button></form>`)).mount();
  fire(one("form"), "submit");
  await soon();
  fire(one("form"), "htmx:afterRequest", { successful: false });
  assert.equal(one<HTMLButtonElement>("button").disabled, false);
  assert.equal(fire(one("form"), "submit").defaultPrevented, false);
});

test("going back to the page lets one send again", async () => {
  const document = page(FORM);
  new Once(document).mount();
  fire(one("form"), "submit");
  await soon();
  document.defaultView!.dispatchEvent(new Event("pageshow"));
  assert.equal(one<HTMLButtonElement>("button").disabled, false);
});

test("searching and downloading may be repeated", async () => {
  for (const form of [`<form><button>Tìm</button></form>`, `<form method="post" data-once="off"><button>Tải</button></form>`]) {
    new Once(page(form)).mount();
    fire(one("form"), "submit");
    await soon();
    assert.equal(one<HTMLButtonElement>("button").disabled, false);
    assert.equal(fire(one("form"), "submit").defaultPrevented, false);
  }
});
