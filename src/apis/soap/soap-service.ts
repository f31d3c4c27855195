/** A SOAP service, as its WSDL describes it. What an operation is called with is up to `soap(…)`, one for each. */
export interface SoapService {
  /**
   * Where its WSDL is, below the base URL: `/calculator?wsdl`; or the WSDL itself, beginning with `<`. It is read once,
   * at the first call; schemas that it imports are read along, from the origin of the base URL only.
   */
  readonly wsdl: string;
  /** Where it is called, below the base URL. @default what the WSDL says, which has to be of the same origin */
  readonly endpoint?: string;
  /** Its name in the WSDL, where there are several. @default the first */
  readonly service?: string;
  /** The port of the service, by its name in the WSDL. @default the first */
  readonly port?: string;
  /** @default '1.1' */
  readonly version?: '1.1' | '1.2';
}
