import assert from "node:assert/strict";
import { test } from "node:test";

import { fire, one, page } from "../testing.ts";
import { Draft } from "./draft.ts";

const OFFER = `<template id="draft-offer"><div data-draft><span data-draft-when></span><p data-draft-files><b data-draft-names></b></p>
  <button type="button" data-draft-restore></button><button type="button" data-draft-discard></button></div></template>`;
const FORM = `<form method="post" data-keep="report"><input type="hidden" name="csrfmiddlewaretoken" value="t">
  <input name="subject"><textarea name="text"></textarea><input type="checkbox" name="head" value="on">
  <input type="radio" name="scope" value="a"><input type="radio" name="scope" value="b">
  <select name="kind"><option value="1">1</option><option value="2">2</option></select><button>Gửi</button></form>`;

/** What outlives a page: the store of the browser. */
class Store {
  private readonly kept = new Map<string, string>();
  get length(): number { return this.kept.size; }
  key(index: number): string | null { return [...this.kept.keys()][index] ?? null; }
  getItem(key: string): string | null { return this.kept.get(key) ?? null; }
  setItem(key: string, value: string): void { this.kept.set(key, value); }
  removeItem(key: string): void { this.kept.delete(key); }
  clear(): void { this.kept.clear(); }
}

function open(store: Store, body: string, attributes = 'data-user="7"'): void {
  new Draft(page(OFFER + body, attributes), store as Storage).mount();
}

function type(): void {
  one<HTMLInputElement>("[name=subject]").value = "Báo cáo";
  one<HTMLTextAreaElement>("[name=text]").value = "dòng một\ndòng hai";
  one<HTMLInputElement>("[name=head]").checked = true;
  one<HTMLInputElement>("[name=scope][value=b]").checked = true;
  one<HTMLSelectElement>("[name=kind]").value = "2";
  fire(one("[name=text]"), "input");
}

const offered = (): boolean => document.querySelector("form [data-draft]") !== null;

test("what was typed is offered after a reload and can be put back", () => {
  const store = new Store();
  open(store, FORM);
  assert.equal(offered(), false);
  type();
  open(store, FORM);
  assert.equal(offered(), true);
  assert.equal(one<HTMLInputElement>("[name=subject]").value, ""); // nothing is put back unasked
  one("[data-draft-restore]").click();
  assert.equal(one<HTMLInputElement>("[name=subject]").value, "Báo cáo");
  assert.equal(one<HTMLTextAreaElement>("[name=text]").value, "dòng một\ndòng hai");
  assert.equal(one<HTMLInputElement>("[name=head]").checked, true);
  assert.equal(one<HTMLInputElement>("[name=scope][value=b]").checked, true);
  assert.equal(one<HTMLSelectElement>("[name=kind]").value, "2");
  assert.equal(offered(), false);
});

test("neither tokens nor passwords are kept", () => {
  const store = new Store();
  open(store, `<form data-keep="x"><input type="hidden" name="csrfmiddlewaretoken" value="secret-token"><input type="password" name="p" value="secret"><input name="a"></form>`);
  fire(one("[name=a]"), "input");
  assert.equal(store.length, 1);
  assert.ok(!store.getItem(store.key(0)!)!.includes("secret"));
});

test("an ordinary page after sending means that it was taken", () => {
  const store = new Store();
  open(store, FORM);
  type();
  fire(one("form"), "submit");
  open(store, "<p>Đã gửi</p>");
  assert.equal(store.length, 0);
});

test("a sign-in page after sending means that it was not taken", () => {
  const store = new Store();
  open(store, FORM);
  type();
  fire(one("form"), "submit");
  open(store, "<p>Đăng nhập</p>", "data-unsaved");
  open(store, "<p>Bàn làm việc</p>"); // signed in again, but elsewhere
  open(store, FORM);
  assert.equal(offered(), true);
});

const SAVED = '<div id="messages"><div class="alert tone-green">Đã lưu.</div></div>';

test("the same page that says that it was saved offers nothing, whatever the server made of it", () => {
  const store = new Store();
  open(store, FORM);
  type();
  fire(one("form"), "submit");
  open(store, SAVED + FORM);
  assert.equal(offered(), false);
  assert.equal(store.length, 0);
});

test("the form again without such words was not taken, also when another one is later", () => {
  const store = new Store();
  open(store, FORM);
  type();
  fire(one("form"), "submit");
  open(store, '<div id="messages"><div class="alert tone-red">Chưa lưu.</div></div>' + FORM);
  assert.equal(offered(), true);
  open(store, SAVED + FORM);
  assert.equal(offered(), true);
});

test("a row that a whole page has added is nothing to put back", () => {
  const store = new Store();
  open(store, FORM);
  type();
  fire(one("form"), "submit");
  const kept = store.getItem(store.key(0)!)!;
  open(store, ""); // the page that follows holds all that was typed, and a row more
  store.setItem("draft:7:report", kept);
  page(OFFER + FORM, 'data-user="7"');
  type();
  one("form").insertAdjacentHTML("beforeend", '<input name="row2" value="">');
  new Draft(document, store as unknown as Storage).mount();
  assert.equal(offered(), false);
  one<HTMLInputElement>("[name=subject]").value = "";
  fire(document.body, "htmx:afterSettle");
  assert.equal(offered(), true);
});

test("htmx says itself whether it was taken", () => {
  const store = new Store();
  open(store, FORM);
  type();
  fire(one("form"), "htmx:afterRequest", { successful: false });
  assert.equal(store.length, 1);
  fire(one("form"), "htmx:afterRequest", { successful: true });
  assert.equal(store.length, 0);
});

test("a part that a button of the form fetched is kept with the rest", () => {
  const store = new Store();
  open(store, FORM);
  type();
  one("form").insertAdjacentHTML("beforeend", '<input name="row" value="2">');
  fire(one("form"), "htmx:afterRequest", { successful: true, requestConfig: { elt: one("button") } });
  fire(document.body, "htmx:afterSettle");
  assert.equal(store.length, 1);
  assert.equal(offered(), false);
});

test("the draft of one person is not offered to another", () => {
  const store = new Store();
  open(store, FORM);
  type();
  open(store, FORM, 'data-user="8"');
  assert.equal(offered(), false);
  assert.equal(store.length, 1);
});

test("a draft may be thrown away", () => {
  const store = new Store();
  open(store, FORM);
  type();
  open(store, FORM);
  one("[data-draft-discard]").click();
  assert.equal(store.length, 0);
  assert.equal(offered(), false);
});

test("the offer says when, in Vietnamese time, and names the files to choose again", (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2019, 6, 4, 22, 30) });
  const store = new Store();
  store.setItem("draft:7:report", JSON.stringify({ at: Date.now(), sent: false, values: [], files: ["a.docx", "b.pdf"] }));
  open(store, FORM);
  assert.equal(one("[data-draft-when]").textContent, "05/07/2019 05:30");
  assert.equal(one("[data-draft-names]").textContent, "a.docx, b.pdf");
  assert.equal(one("[data-draft-files]").hasAttribute("hidden"), false);
});

test("a draft is forgotten after a week", () => {
  const store = new Store();
  open(store, FORM);
  type();
  const key = store.key(0)!;
  store.setItem(key, JSON.stringify({ ...JSON.parse(store.getItem(key)!), at: Date.now() - 8 * 24 * 3600 * 1000 }));
  open(store, FORM);
  assert.equal(store.length, 0);
});
