// Loaded before the page is drawn, as a classic script, so that the remembered theme is there from the first frame.
(() => {
  const remembered = localStorage.getItem("epidemic.theme");
  if (remembered === "light" || remembered === "dark") document.documentElement.dataset.theme = remembered;
})();
