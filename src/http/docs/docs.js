// What script adds to the reference: copying a command, and sending a request through the server's relay.

const announcement = document.getElementById("announcement");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const label = button.firstChild;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      label.data = "Copied";
    } catch {
      label.data = "Copying is not allowed here";
    }
    announcement.textContent = label.data;
    setTimeout(() => {
      label.data = "Copy";
      announcement.textContent = "";
    }, 2000);
  });
}

for (const form of document.querySelectorAll("form[data-path]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

// A credential typed into one form is filled into all. It stays in this page.
document.addEventListener("input", ({ target }) => {
  const { credential } = target.dataset;
  if (!credential) return;
  for (const other of document.querySelectorAll(`[data-credential="${credential}"]`)) {
    if (other !== target) other.value = target.value;
  }
});

async function send(form) {
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-busy") === "true") return;
  const order = readForm(form);
  button.setAttribute("aria-busy", "true");
  say(form, "Sending…");
  try {
    const response = await fetch("/docs/try", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    });
    const result = await response.json();
    if (response.ok) show(form, result);
    else say(form, result.error, true);
  } catch {
    say(form, "The server did not respond. Is it still running?", true);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function readForm(form) {
  let path = form.dataset.path;
  let body;
  const query = new URLSearchParams();
  const headers = {};
  for (const field of form.querySelectorAll("[data-part]")) {
    const { part, name, scheme = "" } = field.dataset;
    const value = field.value.trim();
    if (part === "body") {
      body = field.value;
      headers["content-type"] = "application/json";
    } else if (part === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value === "") continue;
    else if (part === "query") query.set(name, value);
    else headers[name] = scheme + value;
  }
  const search = query.toString();
  return { method: form.dataset.method, path: search ? `${path}?${search}` : path, headers, body };
}

function say(form, text, refused = false) {
  const outcome = form.querySelector(".outcome");
  outcome.textContent = text;
  outcome.classList.toggle("refused", refused);
  form.querySelector(".response-headers").hidden = true;
  form.querySelector(".response-body").hidden = true;
}

const SHOWN_HEADERS = [
  "content-type",
  "etag",
  "cache-control",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "retry-after",
  "idempotent-replayed",
  "allow",
];

function show(form, { status, ms, headers, body, shortened }) {
  say(form, `${status} after ${ms} ms.${shortened ? " Only the beginning is shown." : ""}`, status >= 400);

  const list = form.querySelector(".response-headers");
  list.replaceChildren(
    ...SHOWN_HEADERS.filter((name) => name in headers).map((name) => {
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = name;
      value.textContent = headers[name];
      row.append(term, value);
      return row;
    }),
  );
  list.hidden = list.childElementCount === 0;

  const pre = form.querySelector(".response-body");
  pre.replaceChildren(...withLinks(readable(body)));
  pre.hidden = body === "";
}

function readable(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** URLs become links, so that a checkoutUrl can be opened. */
function withLinks(text) {
  return text.split(/(https?:\/\/[^\s"\\]+)/).map((part, i) => {
    if (i % 2 === 0) return part;
    const link = document.createElement("a");
    link.href = part;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.textContent = part;
    return link;
  });
}
