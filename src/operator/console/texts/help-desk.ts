import type { Texts } from '../../../core/index.ts'

/** Words of what the help desk does for a person: proof of a caller, acts, lost factors, history. */
export const helpDeskTexts: Texts = {
  'console.notice.unlocked': { en: 'Unlocked, and the person was told.', es: 'Desbloqueada, y se avisó a la persona.' },
  'console.notice.locked': {
    en: 'Locked: every session and token ended, and the person was told.',
    es: 'Bloqueada: terminaron todas las sesiones y tokens, y se avisó a la persona.',
  },
  'console.notice.locked-before': { en: 'It was locked already.', es: 'Ya estaba bloqueada.' },
  'console.notice.sessions-ended': {
    en: 'Signed out, and the person was told.',
    es: 'Sesiones cerradas, y se avisó a la persona.',
  },
  'console.notice.recovery-sent-phone': {
    en: 'A link by which the person gets back in went to their phone.',
    es: 'Se envió a su teléfono un enlace para que la persona vuelva a entrar.',
  },
  'console.notice.recovery-sent-email': {
    en: 'A link by which the person gets back in went to their mailbox.',
    es: 'Se envió a su correo un enlace para que la persona vuelva a entrar.',
  },
  'console.notice.caller-code-sent': { en: 'The code is on its way.', es: 'El código está en camino.' },
  'console.notice.reset-asked': {
    en: 'Asked for. Another person has to confirm it, or it is done by itself at the time below. The person was told.',
    es: 'Pedido. Otra persona debe confirmarlo, o se hará por sí solo a la hora indicada abajo. Se avisó a la persona.',
  },
  'console.notice.reset-done': {
    en: 'Taken away: everybody is signed out of the account, and the person was told.',
    es: 'Retirada: se cerraron todas las sesiones de la cuenta y se avisó a la persona.',
  },
  'console.notice.reset-cancelled': {
    en: 'Called off, and the person was told.',
    es: 'Anulado, y se avisó a la persona.',
  },

  'console.call': { en: 'Somebody calls', es: 'Alguien llama' },
  'console.call.lead': {
    en: 'Send a code to a contact of the account and let the caller read it out. You never see it.',
    es: 'Envíe un código a un contacto de la cuenta y pida a quien llama que lo lea. Usted nunca lo ve.',
  },
  'console.call.in-person': {
    en: 'For somebody who stands before you no code is needed: name the document that you saw with what you do.',
    es: 'Con quien está delante de usted no hace falta código: indique qué documento vio junto con lo que hace.',
  },
  'console.call.contact': { en: 'Send the code to', es: 'Enviar el código a' },
  'console.call.contact.wanted': { en: 'Choose where the code goes', es: 'Elija a dónde va el código' },
  'console.call.by.phone': { en: 'By text', es: 'Por mensaje de texto' },
  'console.call.by.email': { en: 'By email', es: 'Por correo electrónico' },
  'console.call.send': { en: 'Send the code', es: 'Enviar el código' },
  'console.call.ask': { en: 'Ask for the code', es: 'Pida el código' },
  'console.call.ask.lead': {
    en: 'Ask the caller to read out the six digits. Until the code is right, nothing is done or told.',
    es: 'Pida a quien llama que lea las seis cifras. Mientras el código no sea correcto, no haga ni diga nada.',
  },
  'console.call.way.phone': { en: 'It went to a phone.', es: 'Se envió a un teléfono.' },
  'console.call.way.email': { en: 'It went to a mailbox.', es: 'Se envió a un correo.' },
  'console.call.code': { en: 'Code', es: 'Código' },
  'console.call.code.hint': {
    en: 'Six digits, as the caller reads them.',
    es: 'Seis cifras, como las lee quien llama.',
  },
  'console.call.check': { en: 'Check it', es: 'Comprobarlo' },
  'console.call.again': { en: 'Begin again', es: 'Empezar de nuevo' },
  'console.call.over': {
    en: 'This call is over, or its code is too old. Send a new code.',
    es: 'Esta llamada terminó o su código es demasiado antiguo. Envíe un código nuevo.',
  },
  'console.call.proven': { en: 'You speak with the right person', es: 'Habla con la persona correcta' },
  'console.call.proven.until': {
    en: 'You may act for them until {until}.',
    es: 'Puede actuar por ella hasta: {until}.',
  },
  'console.call.used': {
    en: 'A recovery was begun in this call: it begins no other.',
    es: 'En esta llamada ya se inició una recuperación: no puede iniciar otra.',
  },
  'console.call.end': { en: 'The call is over', es: 'La llamada terminó' },

  'console.help.told': {
    en: 'This is what the person is told, at every contact:',
    es: 'Esto es lo que se le avisa a la persona, en cada contacto:',
  },
  'console.help.in-person': { en: 'Document that you saw', es: 'Documento que vio' },
  'console.help.in-person.hint': {
    en: 'Such as “driver’s license”; never its number.',
    es: 'Por ejemplo, «licencia de conducir»; nunca su número.',
  },
  'console.help.in-person.wanted': {
    en: 'Name the document that you saw; for a caller, send a code first',
    es: 'Indique qué documento vio; si llama por teléfono, envíe antes un código',
  },
  'console.help.unlock': { en: 'Unlock', es: 'Desbloquear' },
  'console.help.unlock.lead': {
    en: 'Forgets wrong tries, and opens an account that was locked.',
    es: 'Olvida los intentos fallidos y abre una cuenta bloqueada.',
  },
  'console.help.unlock.submit': { en: 'Unlock it', es: 'Desbloquearla' },
  'console.help.recover': { en: 'Help them back in', es: 'Ayudar a volver a entrar' },
  'console.help.recover.lead': {
    en: 'For somebody who cannot sign in any more.',
    es: 'Para quien ya no puede entrar.',
  },
  'console.help.recover.called': {
    en: 'A link goes to a contact of theirs, to another one than the code where there is one.',
    es: 'Se envía un enlace a un contacto suyo, distinto del que recibió el código si lo hay.',
  },
  'console.help.recover.here': {
    en: 'You get a page to print and hand over at once: its link works once, for half an hour.',
    es: 'Recibe una página para imprimir y entregar enseguida: su enlace sirve una vez, durante media hora.',
  },
  'console.help.recover.submit': { en: 'Begin it', es: 'Iniciarlo' },
  'console.help.end-sessions': { en: 'Sign them out', es: 'Cerrar sus sesiones' },
  'console.help.end-sessions.lead': { en: 'Of one browser, or everywhere.', es: 'De un navegador o de todos.' },
  'console.help.end-sessions.submit': { en: 'Sign out', es: 'Cerrar sesión' },
  'console.help.session': { en: 'Which', es: 'Cuál' },
  'console.help.session.all': { en: 'Everywhere', es: 'En todas partes' },
  'console.help.session.one': {
    en: 'Since {since}, last active {active}',
    es: 'Desde {since}, última actividad {active}',
  },
  'console.help.ask-reset': { en: 'Take away a lost way to confirm', es: 'Retirar una forma de confirmar perdida' },
  'console.help.ask-reset.lead': {
    en: 'Such as a phone that was lost. Another person of security has to confirm it; else it is done after a waiting time.',
    es: 'Por ejemplo, un teléfono perdido. Otra persona de seguridad debe confirmarlo; si no, se hace tras un tiempo de espera.',
  },
  'console.help.ask-reset.told': {
    en: 'The person is told at every contact at once, with a link that stops it.',
    es: 'Se avisa a la persona enseguida en cada contacto, con un enlace que lo detiene.',
  },
  'console.help.ask-reset.submit': { en: 'Ask for it', es: 'Pedirlo' },
  'console.help.factor': { en: 'What is lost', es: 'Qué se perdió' },
  'console.help.factor.all': { en: 'All of them', es: 'Todas' },
  'console.help.factor.wanted': { en: 'Choose what is lost', es: 'Elija qué se perdió' },
  'console.help.lock': { en: 'Lock the account', es: 'Bloquear la cuenta' },
  'console.help.lock.lead': {
    en: 'Where somebody else may be in it. Every session ends at once, and only staff open it again. It takes no proof.',
    es: 'Si otra persona puede estar dentro. Todas las sesiones terminan enseguida y solo el personal la abre de nuevo. No hace falta comprobar nada.',
  },
  'console.help.lock.submit': { en: 'Lock it', es: 'Bloquearla' },

  'console.handed': { en: 'The way back in', es: 'La vuelta a la cuenta' },
  'console.handed.sheet': { en: 'To hand over now', es: 'Para entregar ahora' },
  'console.handed.lead': {
    en: 'Print it and hand it to the person whose document you saw. It is shown this once.',
    es: 'Imprímala y entréguela a la persona cuyo documento vio. Se muestra solo esta vez.',
  },
  'console.handed.done': { en: 'I handed it over: back to the person', es: 'Ya la entregué: volver a la persona' },

  'console.resets': { en: 'Lost ways to confirm', es: 'Formas de confirmar perdidas' },
  'console.resets.lead': {
    en: 'Asked for by one of the staff, to be confirmed by another of security. Before you confirm, look at the person and speak with whoever asked.',
    es: 'Pedido por alguien del personal, para que lo confirme otra persona de seguridad. Antes de confirmar, mire a la persona y hable con quien lo pidió.',
  },
  'console.resets.to-confirm': {
    en: 'Lost ways to confirm, for you to agree to',
    es: 'Formas de confirmar perdidas, para que usted las confirme',
  },
  'console.resets.waiting': { en: 'Waiting for a second person', es: 'A la espera de otra persona' },
  'console.resets.of-person': { en: 'Lost ways to confirm', es: 'Formas de confirmar perdidas' },
  'console.resets.none': { en: 'Nothing waits.', es: 'No hay nada en espera.' },
  'console.resets.factor': { en: 'What', es: 'Qué' },
  'console.resets.by': { en: 'Asked by', es: 'Lo pidió' },
  'console.resets.reason': { en: 'Reason', es: 'Motivo' },
  'console.resets.when': { en: 'Asked', es: 'Se pidió' },
  'console.resets.from': { en: 'Done by itself', es: 'Se hará por sí solo' },
  'console.resets.ends': { en: 'Ends or ended', es: 'Termina o terminó' },
  'console.resets.state': { en: 'State', es: 'Estado' },
  'console.resets.you': { en: 'You', es: 'Usted' },
  'console.resets.you.may': { en: 'May confirm it', es: 'Puede confirmarlo' },
  'console.resets.you.may-not': { en: 'May not confirm it', es: 'No puede confirmarlo' },
  'console.resets.state.waiting': { en: 'Waiting', es: 'En espera' },
  'console.resets.state.done': { en: 'Done', es: 'Hecho' },
  'console.resets.state.stopped-by-owner': { en: 'Stopped by the person', es: 'La persona lo detuvo' },
  'console.resets.state.stopped-by-staff': { en: 'Called off', es: 'Anulado' },
  'console.resets.state.lapsed': { en: 'Lapsed', es: 'Vencido' },
  'console.resets.confirm-reset': { en: 'Confirm: take it away now', es: 'Confirmar: retirarla ahora' },
  'console.resets.confirm-reset.lead': {
    en: 'It goes at once. Everybody is signed out of the account, its ties to other organizations sleep, and every contact is told.',
    es: 'Se retira enseguida. Se cierran todas las sesiones de la cuenta, sus vínculos con otras organizaciones quedan en reposo y se avisa a cada contacto.',
  },
  'console.resets.confirm-reset.submit': { en: 'I confirm it', es: 'Lo confirmo' },
  'console.resets.cancel-reset': { en: 'Call it off', es: 'Anularlo' },
  'console.resets.cancel-reset.lead': {
    en: 'Nothing is taken away. Every contact of the person is told.',
    es: 'No se retira nada. Se avisa a cada contacto de la persona.',
  },
  'console.resets.cancel-reset.submit': { en: 'Call it off', es: 'Anularlo' },

  'console.person': { en: 'The person', es: 'La persona' },
  'console.person.history': { en: 'What happened', es: 'Lo ocurrido' },
  'console.person.no-history': { en: 'Nothing yet.', es: 'Nada todavía.' },
  'console.person.by': { en: 'By', es: 'Quién' },
  'console.person.by.person': { en: 'The person', es: 'La persona' },
  'console.person.by.staff': { en: 'Staff', es: 'El personal' },
  'console.person.by.service': { en: 'The service', es: 'El servicio' },
  'console.person.reference': { en: 'Reference code', es: 'Código de referencia' },
  'console.person.sought': { en: 'What you looked for', es: 'Lo que buscaba' },
  'console.people.nobody-at-reference': {
    en: 'No account of this organization belongs to that code. The person may not have been signed in yet: search by something else that they tell you.',
    es: 'Ninguna cuenta de esta organización corresponde a ese código. Quizá la persona aún no había entrado: busque por otra cosa que le diga.',
  },
}
