/**
 * Steps that several flows use, as factories over fact names. May not know a flow. Invariant: a step reads and gives
 * only the facts that its options name, so the engine can tell what falls when something changes.
 */

export { type AcceptedTerms, acceptedTermsSchema, acceptTermsStep } from './accept-terms.ts'
export { finishAccountChange } from './account-change.ts'
export { type AccountPerson, type AccountScene, loadAccountScene, personIn } from './account-scene.ts'
export { addAuthenticatorSteps, appSecretSchema, connectedAppSchema } from './add-authenticator.ts'
export {
  birthDateField,
  birthDateInput,
  birthDateProblems,
  birthDateStep,
  readBirthDate,
} from './birth-date.ts'
export {
  type ChooseInsurerOptions,
  chooseInsurerStep,
  chosenInsurerFacts,
  type InsurersScene,
  matchingInsurers,
} from './choose-insurer.ts'
export { type ChosenQuestion, chooseQuestionStep, chosenQuestionSchema } from './choose-question.ts'
export {
  type CreatePasskeyOptions,
  createPasskeyStep,
  type NamedPasskey,
  namedPasskeySchema,
  offeredPasskeySchema,
  proofOfNewPasskey,
} from './create-passkey.ts'
export { finishFactorChange } from './factor-change.ts'
export {
  type FreshProofFacts,
  type FreshProofOptions,
  freshOffers,
  freshProofFacts,
  freshProofSteps,
  isFresh,
  keepFreshProof,
  signedOutStep,
} from './fresh-proof.ts'
export {
  type PersonDetails,
  personDetailsFields,
  personDetailsInput,
  personDetailsProblems,
  personDetailsSchema,
  personDetailsStep,
  personNameFields,
  personNameInput,
  readPersonDetails,
  readPersonName,
  sexes,
} from './person-details.ts'
export {
  findRecordOnFile,
  isRecordProven,
  noNumberOnFile,
  phoneOfRecordOffers,
  phoneOfRecordSteps,
  type RecordOnFile,
  type RecordScene,
  recordProofFacts,
} from './phone-of-record.ts'
export {
  enrolOptionSteps,
  type SecurityOption,
  securityOptionSchema,
  securityOptionStep,
} from './security-option.ts'
export {
  type AnyCredentials,
  anyCredentialsSchema,
  type Credentials,
  credentialsSchema,
  setPasswordStep,
} from './set-password.ts'
export { texts as stepTexts } from './texts.ts'
export { type TypedEmail, typedEmailSchema, typedEmailStep } from './typed-email.ts'
export { type TypedPhone, typedPhoneSchema, typedPhoneStep } from './typed-phone.ts'
export {
  type BroughtUpstream,
  keepUpstream,
  leaveTo,
  memberName,
  proofOfUpstream,
  readUpstream,
  type Upstream,
  type UpstreamFacts,
  type UpstreamTrouble,
  upstreamFacts,
  upstreamSchema,
  upstreamStep,
} from './upstream.ts'
export { firstFree, takenProblem, usernameFault } from './username.ts'
export { verifySteps } from './verify.ts'
export { noWayToConfirm, type VerifyFacts, type VerifyOptions } from './verify-options.ts'
