// The harness's own way in: one more NIC, on a network inside QEMU that no host of the lab is on. Its addresses are of the
// block for measurements (RFC 2544), which no lab uses.
export const managementNetwork = '198.18.255.0/24';
export const managementGuest = '198.18.255.15';
/** Who it is that comes over it, as the router sees it. */
export const managementHost = '198.18.255.2';
export const managementMac = '02:6b:6e:6f:63:6b';
/** On the loopback of the router's host: its API, and its SSH. */
export const managementPort = 18728;
export const managementSshPort = 18722;

/** What the harness has added to the router says so. */
export const managementComment = 'knocklab management';
