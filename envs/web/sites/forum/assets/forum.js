// Votes and subscriptions without a new page. Without this script the forms post and come back.
(() => {
  const post = (url, fields) =>
    fetch(url, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(fields) });

  const showVote = (form, score, choice) => {
    form.className = "vote" + (choice > 0 ? " vote--user-upvoted" : choice < 0 ? " vote--user-downvoted" : "");
    form.querySelector(".vote__net-score").textContent = score;
    for (const [selector, value, word] of [[".vote__up", 1, "upvote"], [".vote__down", -1, "downvote"]]) {
      const button = form.querySelector(selector);
      button.value = choice === value ? 0 : value;
      const label = choice === value ? `Retract ${word}` : word[0].toUpperCase() + word.slice(1);
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  };

  const showSubscription = (form, subscribed, subscribers) => {
    const button = form.querySelector("button");
    form.action = `/f/${form.dataset.forum}/${subscribed ? "unsubscribe" : "subscribe"}`;
    button.textContent = subscribed ? "Unsubscribe" : "Subscribe";
    button.classList.toggle("button--quiet", subscribed);
    if (button.hasAttribute("aria-label")) button.setAttribute("aria-label", `${subscribed ? "Unsubscribe from" : "Subscribe to"} ${form.dataset.forum}`);
    const count = form.parentElement.querySelector(".js-subscribers");
    if (count) count.textContent = subscribers.toLocaleString("en-US");
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const voting = form.dataset.vote !== undefined;
    if (!voting && form.dataset.forum === undefined) return;
    event.preventDefault();
    const url = voting ? form.dataset.vote : `${new URL(form.action).pathname}.json`;
    try {
      const answer = await post(url, voting ? { choice: event.submitter.value } : {});
      if (answer.status === 401) { location.assign("/login"); return; }
      if (!answer.ok) return;
      const data = await answer.json();
      if (voting) showVote(form, data.netScore, data.userChoice);
      else showSubscription(form, data.subscribed, data.subscribers);
    } catch { location.reload(); }
  });

  // The form of a submission shows what its kind needs.
  const form = document.querySelector(".js-submit");
  if (form) {
    const update = () => {
      const image = form.querySelector("[value=image]").checked;
      form.querySelector(".js-url").hidden = image;
      form.querySelector(".js-image").hidden = !image;
    };
    form.addEventListener("change", update);
    update();
  }
})();
