// Where scripts run, the checkout speaks to the interface: it asks for the totals, and orders through it.
// Without scripts the form does the same.
(function () {
  "use strict";
  var form = document.getElementById("co-payment-form");
  if (!form || !form.dataset.customer || !window.fetch) { return; }
  var mine = "/rest/default/V1/carts/mine/";
  fetch(mine + "totals", { credentials: "same-origin" });
  form.addEventListener("submit", function (event) {
    var billing = form.querySelector("[name=billing_id]:checked");
    var payment = form.querySelector("[name=payment_method]:checked");
    if (!payment || !billing || billing.value === "new") { return; }
    event.preventDefault();
    var button = form.querySelector("button[type=submit]");
    button.disabled = true;
    var address = { customerId: form.dataset.customer };
    if (billing.value !== "same") { address.customerAddressId = billing.value; }
    fetch(mine + "payment-information", {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email: form.dataset.email, paymentMethod: { method: payment.value }, billingAddress: address })
    }).then(function (answer) {
      if (answer.ok) { window.location.assign("/checkout/onepage/success/"); } else { form.submit(); }
    }, function () { form.submit(); });
  });
})();
