// Lists are sorted as soon as an order is chosen; without scripts there is a button.
document.documentElement.classList.add("script");
for (const choice of document.querySelectorAll("select[data-submits]"))
  choice.addEventListener("change", () => choice.form.requestSubmit());

// The wish list's own form sends no quantity unless somebody chose one.
for (const button of document.querySelectorAll('button[formaction="/wishlist/index/add/"]')) {
  let wishing = false;
  button.form.addEventListener("submit", (event) => { wishing = event.submitter === button; });
  button.form.addEventListener("formdata", (event) => {
    const field = button.form.elements.qty;
    if (wishing && field && field.value === field.defaultValue) event.formData.delete("qty");
  });
}
