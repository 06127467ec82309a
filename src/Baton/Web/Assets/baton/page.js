// What the other parts use. Everything works without these scripts; with them, faults get the focus, and what happens by itself needs no button.
'use strict';
const baton = (() => {
  const $ = (selector, from = document) => [...from.querySelectorAll(selector)];
  // The server writes the words of another language into the page.
  const words = JSON.parse(document.body.dataset.words ?? '{}');
  const say = english => words[english] ?? english;
  const main = () => document.getElementById('main');

  const dress = () => {
    const fault = document.querySelector('[data-focus]');
    if (fault) fault.focus();
    $('[data-card]').forEach(card => { card.draggable = true; });
    $('.keys[hidden]').forEach(keys => { keys.hidden = false; });
    $('[data-copy]').forEach(button => { button.hidden = !navigator.clipboard; });
    $('[data-default="zone"]').forEach(zone => { if (!zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? ''; });
    // What these wait for happens by itself.
    $('form[data-upload]').forEach(form => { form.elements.file.multiple = true; form.elements.file.required = false; form.querySelector('button').hidden = true; });
    $('.filters:not(:has([type=search], [type=text], input:not([type]))) button').forEach(button => { button.hidden = true; });
    $('[data-submit] ~ button').forEach(button => { button.hidden = true; });
  };

  const el = (name, values = {}, ...children) => { const made = Object.assign(document.createElement(name), values); made.append(...children); return made; };
  // Says what came of something, at the lower edge; goes by itself unless somebody is about to press what it offers.
  const toast = (text, tone, ...more) => {
    document.querySelector('[data-toast]')?.remove();
    const note = el('div', { className: `fresh note ${tone}` }, el('span', { textContent: text }), ...more);
    note.dataset.toast = '';
    note.setAttribute('role', tone === 'warn' ? 'alert' : 'status');
    main().append(note);
    const close = () => { if (note.matches(':focus-within, :hover')) setTimeout(close, 2000); else note.remove(); };
    setTimeout(close, 8000);
    return note;
  };
  // What is sent without a connection ends on a page of the browser, and what was typed may be gone. Files say it themselves.
  document.addEventListener('submit', event => {
    if (navigator.onLine || event.target.method !== 'post' || event.target.querySelector('[data-files] li')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    toast(say('You are offline. Nothing was sent, and what you typed is still here. Try again.'), 'warn');
  }, true);

  // The answer to a form that was refused is no page to come back to: that is the page of the form itself.
  if (document.querySelector('[data-focus]') && document.querySelector('main form[method=post]:not([action])')) history.replaceState(history.state, '', location.href);

  const go = path => () => { location.href = path; };
  const read = async answer => new DOMParser().parseFromString(await answer.text(), 'text/html');
  const pageOf = async path => read(await fetch(path, { headers: { Accept: 'text/html' } }));

  // On paper nothing is folded away.
  addEventListener('beforeprint', () => $('details.fold:not([open])').forEach(fold => { fold.open = true; fold.dataset.printed = ''; }));
  addEventListener('afterprint', () => $('[data-printed]').forEach(fold => { fold.open = false; delete fold.dataset.printed; }));

  dress();
  return { $, say, main, dress, el, toast, go, read, pageOf };
})();
