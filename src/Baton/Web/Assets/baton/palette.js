// Find or do anything.
'use strict';
(() => {
  const { $, say, el, go, read } = baton;
  // Ctrl+K: where to go, what to do on this page, and handoffs by what is typed.
  const entries = () => [
    ...$('[data-part="commands"] :is(a, button):not(summary)').map(command => ({ words: command.textContent.trim(), why: say('Do'), act: () => command.click() })),
    ...$('.top .nav a, .top .pop a.item, .top a.btn.primary').map(link => ({ words: link.textContent.trim(), why: say('Go to'), act: () => link.click() })),
  ];
  const search = async words => {
    const answer = await fetch(`/handoffs?q=${encodeURIComponent(words)}`, { headers: { Accept: 'text/html' } });
    if (!answer.ok || answer.redirected) return [];
    return $('.rows a.what', await read(answer)).slice(0, 8).map(link => ({ words: link.textContent.trim(), why: link.nextElementSibling?.textContent.trim() ?? '', act: go(link.getAttribute('href')) }));
  };
  const openPalette = () => {
    const input = el('input', { className: 'input', type: 'text', placeholder: say('Find or do…'), ariaLabel: say('Find or do…'), autocomplete: 'off' });
    const list = el('ul', { id: 'palette-list', role: 'listbox', ariaLabel: say('Find or do…') });
    for (const [name, value] of [['role', 'combobox'], ['aria-expanded', 'true'], ['aria-controls', 'palette-list'], ['aria-autocomplete', 'list']]) input.setAttribute(name, value);
    const dialog = el('dialog', { className: 'palette', ariaLabel: say('Find or do…') }, input, list);
    const all = entries().filter((entry, i, every) => entry.words && every.findIndex(other => other.words === entry.words) === i);
    let [shown, at, asked, timer] = [[], 0, 0, 0];
    const mark = () => { $('li', list).forEach((item, i) => item.setAttribute('aria-selected', String(i === at))); input.setAttribute('aria-activedescendant', shown.length ? `palette-${at}` : ''); list.children[at]?.scrollIntoView({ block: 'nearest' }); };
    const show = items => {
      [shown, at] = [items, 0];
      list.replaceChildren(...items.map((entry, i) => {
        const item = el('li', { id: `palette-${i}`, className: 'item', role: 'option' }, el('span', { textContent: entry.words }), el('span', { className: 'count cut', textContent: entry.why }));
        item.addEventListener('click', () => { dialog.close(); entry.act(); });
        return item;
      }));
      mark();
    };
    const match = () => { const words = input.value.trim().toLowerCase(); return all.filter(entry => entry.words.toLowerCase().includes(words)).slice(0, words ? 6 : 12); };
    input.addEventListener('input', () => {
      show(match());
      clearTimeout(timer);
      const words = input.value.trim();
      if (words.length < 2) return;
      timer = setTimeout(async () => { const mine = ++asked; const found = await search(words); if (mine === asked && dialog.open) show([...match(), ...found]); }, 200);
    });
    input.addEventListener('keydown', event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && shown.length) { event.preventDefault(); at = (at + step + shown.length) % shown.length; mark(); }
      if (event.key === 'Enter') { event.preventDefault(); const entry = shown[at]; dialog.close(); if (entry) entry.act(); else if (input.value.trim()) go(`/handoffs?q=${encodeURIComponent(input.value.trim())}`)(); }
    });
    dialog.addEventListener('close', () => dialog.remove());
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    show(match());
    dialog.showModal();
  };
  document.addEventListener('click', event => { if (event.target.closest('[data-palette]')) { event.preventDefault(); openPalette(); } });
  Object.assign(baton, { openPalette });
})();
