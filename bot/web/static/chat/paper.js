/** The code in an address that was read from paper, where it stands behind the #: no server sees it. */

export const paperCode = () => /^#code=(\d+)$/.exec(location.hash)?.[1];
