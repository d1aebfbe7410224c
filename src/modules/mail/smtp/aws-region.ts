/** What Amazon calls its regions: `ap-northeast-1`, `us-gov-west-1`. One stands in the name of a host that is given secrets. */
export function isAwsRegion(text: string | undefined): text is string {
  return text !== undefined && /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(text)
}
