import type { Texts } from '../../../core/index.ts'

/** Words of the queues: applications for access, and people who registered and are tied to no record. */
export const queueTexts: Texts = {
  'console.applications': { en: 'Applications', es: 'Solicitudes' },
  'console.applications.help': {
    en: 'People without a code who ask for access',
    es: 'Personas sin código que piden acceso',
  },
  'console.applications.lead': {
    en: 'People who ask for access, oldest first. An answer is due within five working days. That you looked is recorded.',
    es: 'Personas que piden acceso, primero las más antiguas. Hay que responder en cinco días hábiles. Queda registrado que usted miró.',
  },
  'console.applications.overdue': {
    en: '{count, plural, one {1 application should have been answered by now} other {{count} applications should have been answered by now}}',
    es: '{count, plural, one {1 solicitud ya debería tener respuesta} other {{count} solicitudes ya deberían tener respuesta}}',
  },
  'console.applications.open': {
    en: '{count, plural, =0 {Nothing waits} one {1 waits} other {{count} wait}}',
    es: '{count, plural, =0 {Nada en espera} one {1 en espera} other {{count} en espera}}',
  },
  'console.applications.none': { en: 'Nobody waits for an answer.', es: 'Nadie espera respuesta.' },
  'console.applications.for': { en: 'For', es: 'Para' },
  'console.applications.by': { en: 'Asked by', es: 'Quien pide' },
  'console.applications.received': { en: 'Received', es: 'Recibida' },
  'console.applications.due': { en: 'Answer by', es: 'Responder antes de' },
  'console.applications.late': { en: 'Overdue', es: 'Atrasada' },
  'console.applications.state': { en: 'State', es: 'Estado' },
  'console.applications.to-decide': { en: 'To be decided', es: 'Por decidir' },
  'console.applications.asked': { en: 'Waits for their answer', es: 'Espera su respuesta' },
  'console.applications.replied': { en: 'They answered', es: 'Respondió' },

  'console.application.of': { en: 'Application for {name}', es: 'Solicitud para {name}' },
  'console.application.about': { en: 'The application', es: 'La solicitud' },
  'console.application.overdue': {
    en: 'This should have been answered by now.',
    es: 'Esto ya debería tener respuesta.',
  },
  'console.application.waits': {
    en: 'The applicant was asked and has not answered yet',
    es: 'Se preguntó a quien pide y aún no respondió',
  },
  'console.application.approved': {
    en: 'This application was approved. Nothing is left to decide.',
    es: 'Esta solicitud se aprobó. No queda nada por decidir.',
  },
  'console.application.denied': {
    en: 'This application was denied. Nothing is left to decide.',
    es: 'Esta solicitud se rechazó. No queda nada por decidir.',
  },
  'console.application.email': { en: 'Email address', es: 'Correo electrónico' },
  'console.application.proven': { en: 'Proven', es: 'Comprobado' },
  'console.application.phone': { en: 'Phone, as typed', es: 'Teléfono, como se escribió' },
  'console.application.postal-code': { en: 'Postal code', es: 'Código postal' },
  'console.application.language': { en: 'Language', es: 'Idioma' },
  'console.application.reference': { en: 'Reference code', es: 'Código de referencia' },
  'console.language.en': { en: 'English', es: 'Inglés' },
  'console.language.es': { en: 'Spanish', es: 'Español' },

  'console.application.approve': { en: 'Approve', es: 'Aprobar' },
  'console.application.approve.lead': {
    en: 'An access code goes to a contact of the record, never to what was typed. Who has an account already is told how to get back in.',
    es: 'Un código de acceso va a un contacto del expediente, nunca a lo que se escribió. A quien ya tiene cuenta se le dice cómo volver a entrar.',
  },
  'console.application.approve.submit': { en: 'Approve', es: 'Aprobar' },
  'console.application.basis': {
    en: 'Why the representative may see the record',
    es: 'Por qué el representante puede ver el expediente',
  },
  'console.application.basis.hint': {
    en: 'Such as the document that you saw.',
    es: 'Por ejemplo, el documento que usted vio.',
  },
  'console.application.ask': { en: 'Ask the applicant something', es: 'Preguntar algo a quien pide' },
  'console.application.ask.lead': {
    en: 'They get a mail with a link to answer. The question says nothing about who is on record.',
    es: 'Recibe un correo con un enlace para responder. La pregunta no dice nada sobre quién tiene expediente.',
  },
  'console.application.question': { en: 'Question', es: 'Pregunta' },
  'console.application.question.wanted': { en: 'Choose a question', es: 'Elija una pregunta' },
  'console.application.ask.submit': { en: 'Send the question', es: 'Enviar la pregunta' },
  'console.application.deny': { en: 'Deny', es: 'Rechazar' },
  'console.application.deny.lead': {
    en: 'The applicant gets the same mail as after an approval: it says only that the answer is there. This cannot be taken back.',
    es: 'Quien pide recibe el mismo correo que tras una aprobación: solo dice que hay respuesta. No se puede deshacer.',
  },
  'console.application.because': { en: 'Because', es: 'Porque' },
  'console.application.because.wanted': { en: 'Choose why', es: 'Elija por qué' },
  'console.application.because.no-record': {
    en: 'There is no record of this person',
    es: 'No hay expediente de esta persona',
  },
  'console.application.because.details-differ': {
    en: 'The details do not fit the record',
    es: 'Los datos no coinciden con el expediente',
  },
  'console.application.because.not-entitled': {
    en: 'They may not see this record',
    es: 'No puede ver este expediente',
  },
  'console.application.because.no-answer': {
    en: 'They did not answer our question',
    es: 'No respondió a nuestra pregunta',
  },
  'console.application.because.duplicate': { en: 'They applied twice', es: 'Lo pidió dos veces' },
  'console.application.because.misuse': { en: 'It looks like misuse', es: 'Parece un abuso' },
  'console.application.deny.submit': { en: 'Deny', es: 'Rechazar' },
  'console.application.resend': { en: 'Send the last mail again', es: 'Reenviar el último correo' },
  'console.application.resend.lead': {
    en: 'For somebody who says that no mail came. It goes to the address that they proved.',
    es: 'Para quien dice que no le llegó el correo. Va a la dirección que comprobó.',
  },
  'console.application.resend.submit': { en: 'Send it again', es: 'Reenviar' },

  'console.notice.application-code-sent': {
    en: 'Approved. A code is on its way to a contact of the record.',
    es: 'Aprobada. Un código va en camino a un contacto del expediente.',
  },
  'console.notice.application-owner-told': {
    en: 'Approved. The record has an account already: its owner was told how to get back in.',
    es: 'Aprobada. El expediente ya tiene cuenta: se dijo a su titular cómo volver a entrar.',
  },
  'console.notice.application-no-contact': {
    en: 'Approved, but the record has no contact that a code could go to: print one and hand it over in person.',
    es: 'Aprobada, pero el expediente no tiene contacto para enviar un código: imprima uno y entréguelo en persona.',
  },
  'console.notice.application-asked': { en: 'The question was sent.', es: 'Se envió la pregunta.' },
  'console.notice.application-denied': { en: 'Denied.', es: 'Rechazada.' },
  'console.notice.application-mailed-received': {
    en: 'Sent again: that the application is here.',
    es: 'Reenviado: que la solicitud llegó.',
  },
  'console.notice.application-mailed-asked': { en: 'Sent again: our question.', es: 'Reenviado: nuestra pregunta.' },
  'console.notice.application-mailed-answered': {
    en: 'Sent again: that the answer is there.',
    es: 'Reenviado: que hay respuesta.',
  },

  'console.prospects': { en: 'People without a record', es: 'Personas sin expediente' },
  'console.prospects.help': {
    en: 'They registered, and it is not certain who they are',
    es: 'Se registraron y no es seguro quiénes son',
  },
  'console.prospects.lead': {
    en: 'They made an account by themselves and no record fits for certain. Connect them to a record once you know who they are. That you looked is recorded.',
    es: 'Crearon su cuenta y ningún expediente coincide con seguridad. Vincúlelas cuando sepa quiénes son. Queda registrado que usted miró.',
  },
  'console.prospects.open': {
    en: '{count, plural, =0 {Nobody waits} one {1 person waits} other {{count} people wait}}',
    es: '{count, plural, =0 {Nadie espera} one {1 persona espera} other {{count} personas esperan}}',
  },
  'console.prospects.none': { en: 'Everybody has a place.', es: 'Todas las personas tienen su lugar.' },
  'console.prospects.registered': { en: 'Registered', es: 'Se registró' },
  'console.prospects.expires': { en: 'Forgotten after', es: 'Se olvida después de' },
  'console.prospects.decided': { en: 'Decided lately', es: 'Decisiones recientes' },
  'console.prospects.decided.lead': {
    en: 'A decision can be taken back for some days. Open it to do so.',
    es: 'Una decisión se puede deshacer durante unos días. Ábrala para hacerlo.',
  },
  'console.prospects.decisions': { en: 'What can be taken back', es: 'Lo que se puede deshacer' },
  'console.prospects.decision': { en: 'Decision', es: 'Decisión' },
  'console.prospects.undo-until': { en: 'Can be taken back until', es: 'Se puede deshacer hasta' },
  'console.prospects.no-decisions': { en: 'Nothing was decided lately.', es: 'No hay decisiones recientes.' },

  'console.prospect.state.open': { en: 'Open', es: 'Pendiente' },
  'console.prospect.state.tied': { en: 'Connected', es: 'Vinculada' },
  'console.prospect.state.merged': { en: 'Merged', es: 'Fusionada' },
  'console.prospect.state.dismissed': { en: 'Taken off the list', es: 'Fuera de la lista' },
  'console.prospect.state.tied.is': {
    en: 'The account is connected to a record.',
    es: 'La cuenta está vinculada a un expediente.',
  },
  'console.prospect.state.merged.is': {
    en: 'The record had an account already: the new one was closed, and the owner was told how to get back in.',
    es: 'El expediente ya tenía cuenta: la nueva se cerró y se dijo a su titular cómo volver a entrar.',
  },
  'console.prospect.state.dismissed.is': {
    en: 'Taken off the list: they keep their account, without a record.',
    es: 'Fuera de la lista: conserva su cuenta, sin expediente.',
  },
  'console.prospect.about': { en: 'What they say', es: 'Lo que dice' },
  'console.prospect.proven': { en: 'Proven contacts', es: 'Contactos comprobados' },
  'console.prospect.location': { en: 'Place that they chose', es: 'Lugar que eligió' },
  'console.prospect.provider': { en: 'Provider that they chose', es: 'Profesional que eligió' },
  'console.prospect.choose': { en: 'Connect to a record', es: 'Vincular a un expediente' },
  'console.prospect.choose.lead': {
    en: 'The same name and birth date prove nothing. You check on the next page that it is this person.',
    es: 'El mismo nombre y fecha de nacimiento no demuestran nada. En la página siguiente usted comprueba que es esta persona.',
  },
  'console.prospect.choose.submit': { en: 'Go on with this record', es: 'Seguir con este expediente' },
  'console.prospect.dismiss': { en: 'Take off the list', es: 'Sacar de la lista' },
  'console.prospect.dismiss.lead': {
    en: 'For somebody who is no patient here. They keep their account, without a record.',
    es: 'Para quien no es paciente aquí. Conserva su cuenta, sin expediente.',
  },
  'console.prospect.dismiss.submit': { en: 'Take off the list', es: 'Sacar de la lista' },
  'console.prospect.undo': { en: 'Take the decision back', es: 'Deshacer la decisión' },
  'console.prospect.undo.lead': {
    en: 'Access to the record ends at once with every session that it opened, and a closed account opens again.',
    es: 'El acceso al expediente termina enseguida con sus sesiones, y una cuenta cerrada se abre de nuevo.',
  },
  'console.prospect.undo.submit': { en: 'Take it back', es: 'Deshacer' },

  'console.prospect.record': { en: 'Is {name} this patient?', es: '¿Es {name} este paciente?' },
  'console.prospect.by-code': { en: 'They are on the phone', es: 'Está al teléfono' },
  'console.prospect.by-code.lead': {
    en: 'A code goes to a contact of the record. Whoever can read it to you is the person whom the clinic knows. You never see the code.',
    es: 'Un código va a un contacto del expediente. Quien se lo pueda leer es la persona que la clínica conoce. Usted nunca ve el código.',
  },
  'console.prospect.contact': { en: 'Send it to', es: 'Enviarlo a' },
  'console.prospect.contact.phone': { en: 'The phone on record', es: 'El teléfono del expediente' },
  'console.prospect.contact.email': { en: 'The email on record', es: 'El correo del expediente' },
  'console.prospect.contact.wanted': { en: 'Choose where the code goes', es: 'Elija a dónde va el código' },
  'console.prospect.send-code': { en: 'Send the code', es: 'Enviar el código' },
  'console.prospect.in-person': { en: 'They stand before you', es: 'Está delante de usted' },
  'console.prospect.in-person.lead': {
    en: 'Check a document with a photo first.',
    es: 'Compruebe antes un documento con foto.',
  },
  'console.prospect.document': { en: 'Document that you saw', es: 'Documento que usted vio' },
  'console.prospect.document.hint': {
    en: 'Which kind, such as a passport; no number.',
    es: 'De qué tipo, por ejemplo pasaporte; sin número.',
  },
  'console.prospect.document.wanted': {
    en: 'Say which document you saw, in 3 to 200 characters',
    es: 'Diga qué documento vio, con 3 a 200 caracteres',
  },
  'console.prospect.tie.lead': {
    en: 'They see the record from then on. The contacts of the record are told. You can take it back for some days.',
    es: 'Desde entonces ve el expediente. Se avisa a los contactos del expediente. Se puede deshacer durante unos días.',
  },
  'console.prospect.tie.submit': { en: 'Connect to this record', es: 'Vincular a este expediente' },
  'console.prospect.merge.lead': {
    en: 'The record has an account already. The new account is closed, and the owner of the first is told how to get back in. You can take it back for some days.',
    es: 'El expediente ya tiene cuenta. La nueva se cierra y se dice a la persona cómo volver a entrar en la primera. Se puede deshacer durante unos días.',
  },
  'console.prospect.merge.submit': { en: 'Close the new account', es: 'Cerrar la cuenta nueva' },
  'console.prospect.code': { en: 'Ask them for the code', es: 'Pídale el código' },
  'console.prospect.code.lead': {
    en: 'Let them read it out. Do not say where it went.',
    es: 'Deje que lo lea. No diga a dónde fue.',
  },
  'console.prospect.code.label': { en: 'Code that they read out', es: 'Código que le leyó' },
  'console.prospect.code.submit': { en: 'Check it', es: 'Comprobar' },
  'console.prospect.code.again': { en: 'Another way, or a new code', es: 'Otra forma o un código nuevo' },
  'console.prospect.connect': { en: 'It is this person', es: 'Es esta persona' },

  'console.notice.prospect-code-sent': { en: 'The code is on its way.', es: 'El código va en camino.' },
  'console.notice.prospect-proven': { en: 'The code is right.', es: 'El código es correcto.' },
  'console.notice.prospect-tied': { en: 'Connected.', es: 'Vinculada.' },
  'console.notice.prospect-merged': { en: 'The new account is closed.', es: 'La cuenta nueva está cerrada.' },
  'console.notice.prospect-dismissed': { en: 'Taken off the list.', es: 'Fuera de la lista.' },
  'console.notice.prospect-undone': {
    en: 'Taken back. They wait in the list again.',
    es: 'Deshecho. Vuelve a estar en la lista.',
  },
}
