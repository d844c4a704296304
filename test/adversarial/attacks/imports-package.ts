// Neither are packages.
import _ from 'lodash';
export const forward = () => ({ loss: _.identity(1) });
export const backward = () => ({ dx: [1] });
