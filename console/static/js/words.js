// The phrase desk: a slot goes where the cursor was, Ctrl+Enter saves, and in the lab one key makes an example.

let field = null

document.addEventListener('focusin', (event) => {
  if (event.target.matches('[data-takes-slots]')) field = event.target
})

document.addEventListener('click', (event) => {
  const slot = event.target.closest('[data-slot]')
  if (!slot) return
  const into = field?.isConnected ? field : slot.closest('form').querySelector('[data-takes-slots]')
  into.focus()
  into.setRangeText(slot.dataset.slot, into.selectionStart, into.selectionEnd, 'end')
  into.dispatchEvent(new Event('input', { bubbles: true }))
})

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-submits]')) event.target.form.requestSubmit()
})

document.addEventListener('keydown', (event) => {
  if (event.isComposing) return
  const form = event.target.closest?.('[data-phrase-form]')
  if (form && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    form.requestSubmit(form.querySelector('[data-save]'))
    return
  }
  const lab = event.target.closest?.('[data-lab]')
  if (lab && event.key === 'Enter' && event.target.name === 'text') {
    // What is shown is of this sentence already, or will be in a moment; then one digit adds it.
    const first = document.querySelector('[data-suggestions] button:not(:disabled)')
    if (first) {
      event.preventDefault()
      first.focus()
    }
    return
  }
  const typing = event.target.matches?.('input, textarea, select')
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return
  const suggestion = document.querySelector(`[data-suggestions] [data-key="${CSS.escape(event.key)}"]:not(:disabled)`)
  if (suggestion) {
    event.preventDefault()
    suggestion.click()
  }
})
