// Forms that are answered in place.
'use strict';
(() => {
  const { read, take, isHere, listen, hush, lookFor } = baton;
  let [sent, taken] = [0, 0];
  document.addEventListener('submit', async event => {
    const form = event.target.closest('form[data-inplace]');
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    if (event.submitter?.hasAttribute('data-answers')) { lookFor(form, true); return; }
    const mine = ++sent;
    // What is changed here is no news: the answer brings it.
    hush();
    const natively = () => { delete form.dataset.inplace; form.requestSubmit(event.submitter); };
    if (event.submitter?.getAttribute('role') === 'checkbox') event.submitter.setAttribute('aria-checked', event.submitter.value);
    try {
      const body = new URLSearchParams(new FormData(form, event.submitter));
      const target = event.submitter?.hasAttribute('formaction') ? event.submitter.formAction : form.action;
      const answer = await fetch(target, { method: 'POST', body, headers: { Accept: 'text/html' } });
      const fresh = await read(answer);
      if (!isHere(answer, fresh)) { natively(); return; }
      // An answer that was overtaken by a later one is older than what is shown.
      if (answer.ok && mine < taken) { form.reset(); return; }
      taken = Math.max(taken, mine);
      // What was refused stays as it was typed, with the reason above.
      take(fresh, form, answer.ok ? null : ['faults', 'holder', 'commands', 'checklist']);
      listen();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      natively();
    }
  });
})();
