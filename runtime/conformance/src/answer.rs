//! What is answered to a request.

use mrpc::Message;
use mrpc::json::Options;

use crate::schema::conformance::{
    ConformanceRequest, ConformanceRequestPayload as Payload, ConformanceResponse,
    ConformanceResponseResult as Answer, FailureSet, TestCategory, WireFormat,
};
use crate::schema::protobuf_test_messages::proto3::TestAllTypesProto3;

/// The only type that is asked about and is ours: the others are proto2 and editions.
const OURS: &str = "protobuf_test_messages.proto3.TestAllTypesProto3";

/// The answer to the request that `bytes` are.
pub(crate) fn to(bytes: &[u8]) -> Vec<u8> {
    let answer = match ConformanceRequest::decode(bytes) {
        Ok(request) if request.message_type == "conformance.FailureSet" => {
            Answer::ProtobufPayload(FailureSet::default().encode_to_vec())
        }
        Ok(request) => answer(request),
        Err(error) => Answer::RuntimeError(format!("the request: {error}")),
    };
    ConformanceResponse { result: Some(answer), ..Default::default() }.encode_to_vec()
}

fn answer(request: ConformanceRequest) -> Answer {
    if request.message_type != OURS {
        return Answer::Skipped(format!("`{}` is not proto3", request.message_type));
    }
    let options = Options::new()
        .ignore_unknown(request.test_category == TestCategory::JsonIgnoreUnknownParsingTest)
        .with::<TestAllTypesProto3>();
    let message = match request.payload {
        Some(Payload::ProtobufPayload(bytes)) => {
            TestAllTypesProto3::decode(&bytes).map_err(|error| error.to_string())
        }
        Some(Payload::JsonPayload(json)) => {
            options.from_str::<TestAllTypesProto3>(&json).map_err(|error| error.to_string())
        }
        _ => return Answer::Skipped("neither binary nor JSON".to_owned()),
    };
    match (message, request.requested_output_format) {
        (Err(error), _) => Answer::ParseError(error),
        (Ok(message), WireFormat::Protobuf) => Answer::ProtobufPayload(message.encode_to_vec()),
        (Ok(message), WireFormat::Json) => match options.to_string(&message) {
            Ok(json) => Answer::JsonPayload(json),
            Err(error) => Answer::SerializeError(error.to_string()),
        },
        (Ok(_), format) => Answer::Skipped(format!("no {format:?}")),
    }
}
