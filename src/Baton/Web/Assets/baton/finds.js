// Instant results of the search.
'use strict';
(() => {
  const { $, say } = baton;
  // What is found is shown below the search while somebody types; the server writes it. Without this, Enter leads to the list.
  const offerFinds = () => $('form.find').forEach(form => {
    const field = form.querySelector('[name=q]');
    const found = document.createElement('div');
    found.className = 'pop wide found'; found.hidden = true; found.setAttribute('role', 'status'); found.setAttribute('aria-label', say('Found'));
    form.append(found);
    let [timer, asked] = [0, 0];
    const close = () => { found.hidden = true; asked++; };
    field.addEventListener('input', () => {
      clearTimeout(timer);
      if (field.value.trim() === '') { close(); return; }
      timer = setTimeout(async () => {
        const mine = ++asked;
        const answer = await fetch(`/handoffs/find?q=${encodeURIComponent(field.value)}`, { headers: { Accept: 'text/html' } });
        if (mine !== asked || !answer.ok || answer.redirected) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        found.replaceChildren(...fresh.body.childNodes);
        found.hidden = false;
      }, 150);
    });
    form.addEventListener('keydown', event => {
      const links = $('a', found);
      if (event.key === 'Escape') { close(); field.focus(); }
      if (found.hidden || !['ArrowDown', 'ArrowUp'].includes(event.key) || links.length === 0) return;
      event.preventDefault();
      const at = links.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
      (links[Math.min(at, links.length - 1)] ?? field).focus();
    });
    form.addEventListener('focusout', event => { if (!form.contains(event.relatedTarget)) close(); });
  });
  offerFinds();
})();
