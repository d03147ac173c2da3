/**
 * What makes the console quicker. Every page works without it.
 * Dialogs, copy buttons, search as you type, hold countdowns, busy buttons, progress, and where the focus goes.
 */

// ---------------------------------------------------------------- focus: the first error, else the flash message

const invalid = document.querySelector("[aria-invalid=true]");
const flash = document.querySelector("main .said, main [role=alert]");
if (invalid) invalid.focus();
else if (flash) flash.focus();

// A flash message shows once: a reload must not repeat it.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(null, "", here);
}

// ---------------------------------------------------------------- dialogs: the same form is a page of its own

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-dialog]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  let main;
  try {
    const answer = await fetch(link.href, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    main = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main [data-dialog-body]");
    if (!main) throw new Error("no form");
  } catch {
    location.href = link.href; // the page itself shows the error
    return;
  }
  const dialog = document.createElement("dialog");
  const heading = main.querySelector("h1, h2");
  if (heading) {
    const title = document.createElement("h2");
    title.id = "dialog-title";
    title.tabIndex = -1;
    title.append(...heading.childNodes);
    heading.replaceWith(title);
    dialog.setAttribute("aria-labelledby", "dialog-title");
  }
  dialog.append(main);
  document.body.append(dialog);
  dialog.addEventListener("click", (inside) => {
    const keep = inside.target.closest?.("a[data-keep]");
    // The dialog's own edge belongs to it: only a click outside closes it.
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const [x, y] = [inside.clientX, inside.clientY];
    const beside = inside.target === dialog && (x < left || x > right || y < top || y > bottom);
    if (keep || beside) {
      inside.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    // A sheet on a phone has closed under the dialog: what opened the sheet is still there.
    const sheet = link.checkVisibility?.() === false && link.closest("[popover]");
    (sheet ? document.querySelector(`[popovertarget="${sheet.id}"]`) : link).focus();
  });
  dialog.showModal();
  // Otherwise the first button has the focus, and it may be the one without a refund.
  dialog.querySelector("#dialog-title")?.focus();
});

// ---------------------------------------------------------------- copy

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  const words = button.innerHTML;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    const tell = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(from.textContent);
      button.textContent = "Copied";
      if (tell) tell.textContent = "Copied";
      setTimeout(() => {
        button.innerHTML = words;
        if (tell) tell.textContent = "";
      }, 2000);
    } catch {
      getSelection()?.selectAllChildren(from); // no permission: selected, ready for the keyboard
    }
  });
}

// ---------------------------------------------------------------- print

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// ---------------------------------------------------------------- a tick on the roster changes the roster only

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const part = document.getElementById(button?.dataset.swaps);
  if (!part) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams(new FormData(event.target, button));
    const answer = await fetch(event.target.action, { method: "POST", body, headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && page.getElementById(part.id);
    if (!fresh) throw new Error(String(answer.status));
    part.replaceWith(fresh);
    document.getElementById(button.dataset.focus ?? button.id)?.focus({ preventScroll: true });
  } catch {
    location.reload(); // the page itself shows the state
  }
});

// ---------------------------------------------------------------- a button that says how many are ticked

for (const button of document.querySelectorAll("button[data-count]")) {
  const { form } = button;
  const { count: name, none, one, many } = button.dataset;
  form.addEventListener("change", () => {
    const count = form.querySelectorAll(`input[name="${name}"]:checked`).length;
    form.elements.said.value = count;
    button.textContent = count === 0 ? none : count === 1 ? one : many.replace("{n}", count);
  });
}

// ---------------------------------------------------------------- search as you type

const search = document.querySelector("form[data-search]");
if (search) {
  const input = search.querySelector("input");
  let timer = 0;
  let latest = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const number = ++latest;
      const url = new URL(search.action);
      url.search = new URLSearchParams(new FormData(search)).toString();
      const answer = await fetch(url).catch(() => null);
      if (!answer?.ok || answer.redirected || number !== latest) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const results = page.getElementById("results");
      if (results) {
        document.getElementById("results").replaceWith(results);
        const found = results.querySelector("[data-found], .empty p");
        document.getElementById("found").textContent = found?.textContent ?? "";
      }
      history.replaceState(null, "", url);
    }, 200);
  });
}

// ---------------------------------------------------------------- forms that were sent are busy

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.target.method !== "post") return;
  if (button.getAttribute("aria-busy") === "true") return event.preventDefault();
  button.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
});

// ---------------------------------------------------------------- holds count down; a page that waits looks again

for (const time of document.querySelectorAll("[data-until]")) {
  const until = Date.parse(time.dataset.until);
  const tick = () => {
    const left = until - Date.now();
    // Rounded as the server does it: else the first tick would count up.
    const minutes = Math.max(1, Math.floor(left / 60_000));
    time.textContent = left <= 0 ? "time is up" : minutes === 1 ? "1 minute left" : `${minutes} minutes left`;
  };
  setInterval(tick, 15_000);
}
