//! The codes a call can end with.

use std::fmt;

use crate::number::UnknownNumber;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $number:literal $name:literal)*) => {
        /// How a call ended: the codes of gRPC, with their names and numbers.
        ///
        /// ```
        /// use mrpc::Code;
        ///
        /// assert_eq!(Code::NotFound.number(), 5);
        /// assert_eq!(Code::NotFound.to_string(), "NOT_FOUND");
        /// assert_eq!(Code::try_from(5), Ok(Code::NotFound));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])* $variant = $number,)*
        }

        impl Code {
            /// All of them, by number.
            ///
            /// ```
            /// assert_eq!(mrpc::Code::ALL.len(), 17);
            /// ```
            pub const ALL: [Self; 17] = [$(Self::$variant),*];

            /// Its name, as in a schema.
            ///
            /// ```
            /// assert_eq!(mrpc::Code::DeadlineExceeded.name(), "DEADLINE_EXCEEDED");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    /// It did what it should.
    Ok = 0 "OK"
    /// The caller gave it up.
    Cancelled = 1 "CANCELLED"
    /// Something went wrong, and nobody knows what.
    Unknown = 2 "UNKNOWN"
    /// The request cannot be right, whatever the state of the system.
    InvalidArgument = 3 "INVALID_ARGUMENT"
    /// The time for it ran out. It may have been done all the same.
    DeadlineExceeded = 4 "DEADLINE_EXCEEDED"
    /// What was asked for does not exist.
    NotFound = 5 "NOT_FOUND"
    /// What should be made is there already.
    AlreadyExists = 6 "ALREADY_EXISTS"
    /// The caller is known, and may not do this.
    PermissionDenied = 7 "PERMISSION_DENIED"
    /// There is no more of something: a quota, memory, room on a disk.
    ResourceExhausted = 8 "RESOURCE_EXHAUSTED"
    /// The system is not in a state for this, and trying again does not help.
    FailedPrecondition = 9 "FAILED_PRECONDITION"
    /// It met with something else that was done at the same time. Trying all of it again may help.
    Aborted = 10 "ABORTED"
    /// It went beyond the end of something.
    OutOfRange = 11 "OUT_OF_RANGE"
    /// There is no such method.
    Unimplemented = 12 "UNIMPLEMENTED"
    /// Something that must hold does not.
    Internal = 13 "INTERNAL"
    /// The service is not there now. Trying again may help.
    Unavailable = 14 "UNAVAILABLE"
    /// Data was lost or is broken.
    DataLoss = 15 "DATA_LOSS"
    /// It is not known who the caller is.
    Unauthenticated = 16 "UNAUTHENTICATED"
}

impl Code {
    /// Its number.
    ///
    /// ```
    /// assert_eq!(mrpc::Code::Ok.number(), 0);
    /// ```
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// The code with this number. A peer that is newer may send others, which are as good as [`Code::Unknown`].
    ///
    /// ```
    /// use mrpc::Code;
    ///
    /// assert_eq!(Code::from_number(16), Some(Code::Unauthenticated));
    /// assert_eq!(Code::from_number(17), None);
    /// ```
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        usize::try_from(number).ok().and_then(|index| Self::ALL.get(index).copied())
    }

    /// The code that is called `name`.
    ///
    /// ```
    /// assert_eq!(mrpc::Code::from_name("ABORTED"), Some(mrpc::Code::Aborted));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<Code> for i32 {
    fn from(code: Code) -> Self {
        code.number()
    }
}

impl TryFrom<i32> for Code {
    type Error = UnknownNumber;

    fn try_from(number: i32) -> Result<Self, UnknownNumber> {
        Self::from_number(number).ok_or(UnknownNumber(number))
    }
}
