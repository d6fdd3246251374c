/** The arch: the product's mark, in the accent; an organisation's logo takes its place. */
export const Mark = () => (
  <svg viewBox="0 0 36 36" aria-hidden="true" focusable="false">
    <path
      d="M5 33V16a13 13 0 0 1 26 0v17"
      fill="none"
      stroke="currentColor"
      stroke-width="3.2"
      stroke-linecap="round"
    />
    <path d="M12 33V17a6 6 0 0 1 12 0v16z" fill="currentColor" opacity=".22" />
  </svg>
)
