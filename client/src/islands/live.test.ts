import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fire, one, page } from "../testing.ts";
import { Live, topicsOf } from "./live.ts";

/** A stream in the hands of the test. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static all: Stream[] = [];
  readyState = 1;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    Stream.all.push(this);
  }
  close(): void {
    this.readyState = Stream.CLOSED;
  }
  say(name: string, data = ""): void {
    this.dispatchEvent(Object.assign(new globalThis.Event(name), { data }));
  }
}

const NodeEvent = globalThis.Event;
const PAGE = `<span data-live-state data-on="trực tiếp" data-off="mất kết nối"></span>
  <div id="a" data-live="unit:1 cascade:2"></div><div id="b" data-live="cascade:2"></div>`;
let woken: string[] = [];

beforeEach((context) => {
  Stream.all = [];
  woken = [];
  Object.assign(globalThis, { EventSource: Stream });
  (context as { mock: { timers: { enable(options: object): void } } }).mock.timers.enable({ apis: ["setTimeout"] });
});

function open(): Stream {
  const document = page(PAGE, 'data-live-url="/live/"');
  Object.assign(globalThis, { Event: NodeEvent }); // the stream is no part of the document
  for (const element of document.querySelectorAll("[data-live]")) element.addEventListener("live", () => woken.push(element.id));
  new Live(document).mount();
  return Stream.all[0]!;
}

test("one stream follows every topic of the page once", () => {
  const stream = open();
  assert.equal(Stream.all.length, 1);
  assert.equal(stream.url, "/live/?topic=cascade%3A2&topic=unit%3A1");
  assert.deepEqual(topicsOf(document), ["cascade:2", "unit:1"]);
});

test("a topic wakes its elements, a burst of it once", (context) => {
  const stream = open();
  stream.say("message", "unit:1");
  stream.say("message", "unit:1");
  assert.deepEqual(woken, []);
  context.mock.timers.tick(1000);
  assert.deepEqual(woken, ["a"]);
  stream.say("message", "cascade:2");
  context.mock.timers.tick(1000);
  assert.deepEqual(woken, ["a", "a", "b"]);
});

test("an element that is just being fetched is woken afterwards", (context) => {
  const stream = open();
  one("#b").classList.add("htmx-request");
  stream.say("message", "cascade:2");
  context.mock.timers.tick(500);
  assert.deepEqual(woken, ["a"]);
  one("#b").classList.remove("htmx-request");
  context.mock.timers.tick(500);
  assert.deepEqual(woken, ["a", "b"]);
});

test("the page says whether it is connected, and looks again after it was not", (context) => {
  const stream = open();
  stream.say("open");
  assert.equal(one("[data-live-state]").textContent, "trực tiếp");
  context.mock.timers.tick(1000);
  assert.deepEqual(woken, []);
  stream.readyState = 0;
  stream.say("error");
  assert.equal(one("[data-live-state]").textContent, "mất kết nối");
  stream.say("open");
  context.mock.timers.tick(1000);
  assert.deepEqual(woken, ["a", "b"]);
});

test("a part that is fetched again goes on saying that it is live", () => {
  open().say("open");
  const place = one("[data-live-state]");
  place.textContent = "";
  fire(document.body, "htmx:afterSettle");
  assert.equal(place.textContent, "trực tiếp");
});

test("a stream that was refused is tried again", (context) => {
  const stream = open();
  stream.readyState = Stream.CLOSED;
  stream.say("error");
  context.mock.timers.tick(2000);
  assert.equal(Stream.all.length, 2);
});

test("a server that missed something makes everybody look again", (context) => {
  const stream = open();
  stream.say("resync");
  context.mock.timers.tick(1000);
  assert.deepEqual(woken, ["a", "b"]);
});

test("new topics in the page open a new stream", () => {
  const stream = open();
  fire(document.body, "htmx:afterSettle");
  assert.equal(Stream.all.length, 1);
  one("#b").dataset.live = "cascade:3";
  fire(document.body, "htmx:afterSettle");
  assert.equal(stream.readyState, Stream.CLOSED);
  assert.match(Stream.all[1]!.url, /cascade%3A3/);
});
