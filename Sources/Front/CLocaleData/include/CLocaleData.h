// Nothing to call: the target is an object of data, `icudtNN_dat`, that the linker meets before ICU's own.
#pragma once
