// Lets a page that is filled in at a site open without a network once it has been visited. It keeps that page and the portal's static
// files, nothing else; signing out removes the pages (static/js/app.js).
const PAGES = "offline-pages";
const FILES = "offline-files";
const PATIENCE = 6000;
const SCOPE = new URL(self.registration.scope).pathname;
const STATIC = "{% load static %}{% get_static_prefix %}";

const filled = (path) => path.startsWith(SCOPE) && /^[0-9a-f-]{36}\/edit\/$/.test(path.slice(SCOPE.length));

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && filled(url.pathname)) event.respondWith(page(event.request, url.pathname));
  else if (url.pathname.startsWith(STATIC)) event.respondWith(file(event.request));
});

// The network's page, or the kept one when the network is away, too slow or broken.
async function page(request, path) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(path);
  const asked = fetch(request).then((answer) => received(pages, path, answer));
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([asked.then((answer) => (answer.status >= 500 ? kept : answer)), late]).catch(() => kept);
}

// What this person may no longer open is not kept either.
async function received(pages, path, answer) {
  if (answer.status === 200) await pages.put(path, answer.clone());
  else if (answer.status < 500) await pages.delete(path);
  return answer;
}

async function file(request) {
  const files = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await files.put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const kept = await files.match(request.url, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

// The page asks for itself and its files to be kept: on a first visit nobody was here to see them pass.
async function keep(path, files) {
  if (!filled(path)) return;
  const [pages, statics] = await Promise.all([caches.open(PAGES), caches.open(FILES)]);
  await received(pages, path, await fetch(path, { redirect: "manual" }));
  await Promise.all(files.map(async (url) => {
    const answer = await fetch(url);
    if (answer.status === 200) await statics.put(url, answer);
  }));
}

self.addEventListener("message", (event) => {
  const { path, files } = event.data;
  event.waitUntil(keep(path, files).then(() => event.ports[0].postMessage("kept"), () => undefined));
});
