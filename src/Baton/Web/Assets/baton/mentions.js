// Whom a comment may mention: those whose name begins with what follows the @.
'use strict';
(() => {
  const { $, el } = baton;
  const wordsOf = text => text.toLocaleLowerCase().split(/[\s_-]+/);
  const beginsWith = (person, typed) => person.key.startsWith(typed) || wordsOf(person.name).some(word => word.startsWith(typed)) || person.name.toLocaleLowerCase().startsWith(typed);
  const typedIn = field => /(?:^|[\s(])@([\p{L}\p{N}_-]{0,64})$/u.exec(field.value.slice(0, field.selectionStart))?.[1].toLocaleLowerCase();
  const listOf = field => document.getElementById(`${field.id}-people`) ?? field.form.appendChild(Object.assign(el('div', { id: `${field.id}-people`, className: 'pop found', role: 'listbox' }), { ariaLabel: field.dataset.peopleLabel }));
  const close = field => { $('[role=listbox]', field.form).forEach(list => list.remove()); field.removeAttribute('aria-activedescendant'); field.removeAttribute('aria-controls'); };
  const choose = (field, at) => {
    const options = $('[role=option]', field.form);
    const chosen = (at + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute('aria-selected', String(i === chosen)));
    field.setAttribute('aria-activedescendant', options[chosen].id);
  };
  const pick = (field, key) => {
    const before = field.value.slice(0, field.selectionStart).replace(/@[\p{L}\p{N}_-]*$/u, `@${key} `);
    field.setRangeText(before, 0, field.selectionStart, 'end');
    close(field);
    field.focus();
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const offer = field => {
    const typed = typedIn(field);
    const people = typed === undefined ? [] : JSON.parse(field.dataset.people).filter(person => beginsWith(person, typed)).slice(0, 8);
    if (people.length === 0) { close(field); return; }
    const list = listOf(field);
    list.replaceChildren(...people.map((person, i) => {
      const option = el('div', { id: `${list.id}-${i}`, className: 'item', role: 'option' }, el('span', { textContent: person.name }), el('span', { className: 'muted sm push', textContent: `@${person.key}` }));
      option.addEventListener('pointerdown', event => { event.preventDefault(); pick(field, person.key); });
      return option;
    }));
    field.setAttribute('aria-controls', list.id);
    choose(field, 0);
  };
  document.addEventListener('input', event => { if (event.target.matches('[data-people]')) offer(event.target); });
  document.addEventListener('focusout', event => { if (event.target.matches?.('[data-people]')) close(event.target); });
  document.addEventListener('keydown', event => {
    const field = event.target.closest?.('[data-people]');
    const options = field ? $('[role=option]', field.form) : [];
    if (options.length === 0 || event.isComposing) return;
    const at = options.findIndex(option => option.ariaSelected === 'true');
    const act = {
      ArrowDown: () => choose(field, at + 1), ArrowUp: () => choose(field, at - 1), Escape: () => close(field),
      Enter: () => pick(field, options[at].lastChild.textContent.slice(1)), Tab: () => pick(field, options[at].lastChild.textContent.slice(1)),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }, true);
})();
