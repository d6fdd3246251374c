/** Styles of mails. Mail programs drop stylesheets and know no custom properties: plain values, element by element. */
const font = "font-family:'Public Sans',system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
const mono = "font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace"

export const body = `margin:0;padding:0;background:#f4f6f5;color:#17212b;${font};font-size:18px;line-height:1.5`
export const ground = 'padding:24px 12px;background:#f4f6f5'
export const column = 'max-width:560px;text-align:left'
export const brand = (accent: string): string =>
  `padding:0 8px 16px;color:${accent};${font};font-size:18px;font-weight:700`
export const sheet = 'padding:32px 28px 12px;background:#ffffff;border:1px solid #cfd6db;border-radius:14px'
export const heading = `margin:0 0 16px;color:#17212b;${font};font-size:26px;line-height:1.25;font-weight:700`
export const paragraph = `margin:0 0 20px;color:#17212b;${font};font-size:18px;line-height:1.5`
export const code = `margin:0 0 20px;padding:14px 16px;background:#eef3f3;border-radius:10px;color:#17212b;${mono};font-size:30px;font-weight:700;letter-spacing:3px;text-align:center`
export const button = (accent: string): string =>
  `display:inline-block;padding:13px 24px;background:${accent};border-radius:10px;color:#ffffff;${font};font-size:18px;font-weight:700;text-decoration:none`
export const address = `margin:0 0 20px;color:#51606d;${font};font-size:15px;line-height:1.4;word-break:break-all`
export const footer = `padding:16px 8px 0;color:#51606d;${font};font-size:15px;line-height:1.5`
