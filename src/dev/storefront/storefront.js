/**
 * The part of a mailed link after # never reaches a server: these lines put it into the form, and take it out of the address bar.
 * Kept for this tab, so that a form shown again with an error still has it.
 */
const field = document.querySelector("[data-fragment]");
const here = location.pathname;

if (!field) {
  sessionStorage.removeItem(here);
} else {
  const given = location.hash.slice(1) || sessionStorage.getItem(here);
  if (given && !field.querySelector("[aria-invalid]")) {
    sessionStorage.setItem(here, given);
    field.querySelector("input").value = given;
    field.hidden = true;
    history.replaceState(null, "", here + location.search);
  }
}
