// Previews.
'use strict';
(() => {
  const { $ } = baton;
  // What a form would make is shown a moment after the last key: the server writes the page, its parts take the place of those here.
  const offerPreviews = () => $('form[data-preview]').forEach(form => {
    let [timer, asked] = [0, 0];
    const ask = () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const mine = ++asked;
        const body = new URLSearchParams(new FormData(form));
        // Faults are told once somebody asked for them; a text is read along, as it has lines that they are in.
        const isAsked = !form.matches('[data-builder]') || form.elements.text || $('[data-part="faults"] [role=alert]').length > 0;
        body.set('do', isAsked ? 'preview' : 'look');
        const answer = await fetch(location.href, { method: 'POST', body, headers: { Accept: 'text/html' } }).catch(error => { if (!(error instanceof TypeError)) throw error; });
        // Without a connection nothing is shown anew.
        if (!answer) return;
        if (mine !== asked || answer.redirected || answer.status >= 500) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        $('[data-part]').forEach(part => {
          const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
          // A text that is wrong in the middle of a word takes nothing away but says so.
          if (!other || part.contains(document.activeElement) || !(answer.ok || part.dataset.part === 'faults')) return;
          const open = part.open || $('details[data-keep][open]', part).length > 0;
          part.replaceChildren(...other.childNodes);
          if (open && part.matches('details')) part.open = true;
        });
      }, 500);
    };
    form.addEventListener('input', ask);
    // A draft that is opened again is judged as it was when it was typed.
    if (form.elements.draft?.value) ask();
  });
  offerPreviews();
})();
