// Earlier answers.
'use strict';
(() => {
  const { $, read, say, el } = baton;
  // While a question is typed, earlier answers show under it.
  let asking = 0;
  const nothing = () => el('p', { className: 'sm muted', textContent: say('No earlier answer fits this question.') });
  const lookFor = async (form, isAsked = false) => {
    const here = form.parentElement.querySelector('[data-answers-here]');
    const mine = ++asking;
    if (form.elements.text.value.trim().length < 8) { here.replaceChildren(...(isAsked ? [nothing()] : [])); return; }
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.querySelector('[data-answers]').formAction, { method: 'POST', body, headers: { Accept: 'text/html' } });
    const list = answer.ok && (await read(answer)).querySelector('[data-part="answers"] ol');
    if (mine === asking) here.replaceChildren(...(list ? [list] : isAsked ? [nothing()] : []));
  };
  let pause;
  document.addEventListener('input', event => {
    const form = event.target.closest('form');
    if (!form?.querySelector('details[open] [data-answers]')) return;
    clearTimeout(pause);
    pause = setTimeout(() => lookFor(form), 400);
  });
  Object.assign(baton, { lookFor });
})();
