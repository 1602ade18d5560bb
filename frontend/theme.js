// Before the first picture, so that nobody who chose dark sees a white flash. The program takes over from there.
(() => {
  let choice = null;
  try { choice = localStorage.getItem("theme"); } catch { /* storage refused: as the system says */ }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
