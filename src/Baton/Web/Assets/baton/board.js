// The board.
'use strict';
(() => {
  // A card of the board is dragged to another state: the form below the board posts it, as its button would.
  document.addEventListener('dragstart', event => {
    const card = event.target.closest?.('[data-card]');
    if (card) event.dataTransfer.setData('text/plain', card.dataset.card);
  });
  document.addEventListener('dragover', event => { if (event.target.closest?.('[data-board] [data-status]')) event.preventDefault(); });
  document.addEventListener('drop', event => {
    const column = event.target.closest?.('[data-board] [data-status]');
    const card = column && document.querySelector(`[data-card="${CSS.escape(event.dataTransfer.getData('text/plain'))}"]`);
    if (!card || column.contains(card)) return;
    event.preventDefault();
    const move = document.getElementById('move');
    move.elements.id.value = card.dataset.card;
    move.elements.status.value = column.dataset.status;
    move.elements.context_revision.value = card.dataset.revision;
    move.submit();
  });
})();
