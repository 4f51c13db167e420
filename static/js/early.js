// Runs before the first paint: large text as chosen before, and word that scripts run.
(function () {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    if (localStorage.getItem("sdzx-text") === "large") root.dataset.text = "large";
  } catch { /* storage refused: the page stays at its normal size */ }
})();
