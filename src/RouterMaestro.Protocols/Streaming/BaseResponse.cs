using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Streaming;

/// <summary>
/// Reads <c>base_resp</c>, by which MiniMax tells of errors inside a 200, whole and streamed; a status_code of 0 is none
/// (platform.minimax.io/docs/api-reference/errorcode).
/// </summary>
/// <param name="Message">MiniMax's words, with its number.</param>
/// <param name="Code">The code of OpenAI for the number; the number where there is none.</param>
/// <param name="Type">The type of OpenAI for the number; null where the code says enough.</param>
/// <param name="Kind">What the number means; null where only the words can tell.</param>
internal sealed record BaseResponse(string Message, string Code, string? Type, FailureKind? Kind)
{
    /// <summary>Returns true if a document or frame may tell of an error in that form.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> data) => data.IndexOf("\"base_resp\""u8) >= 0;

    /// <summary>Returns true if a document or frame tells of an error in that form.</summary>
    public static bool IsErrorIn(ReadOnlySpan<byte> data)
    {
        if (!MayBeIn(data))
        {
            return false;
        }

        try
        {
            using var document = JsonBody.Parse(data.ToArray());
            return Read(document) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the error of a document; null if it tells of none in that form.</summary>
    public static BaseResponse? Read(JsonBody document)
    {
        if (document.Root.ValueKind != JsonValueKind.Object
            || document.Root.Find("base_resp"u8) is not { ValueKind: JsonValueKind.Object } reply
            || reply.Find("status_code"u8) is not { ValueKind: JsonValueKind.Number } number
            || !number.TryGetInt64(out var code)
            || code == 0)
        {
            return null;
        }

        var words = document.FindString(reply, "status_msg"u8) is { Length: > 0 } said ? said : "The provider reported an error that it did not explain.";
        var digits = number.GetRawText();
        return new(words.Contains(digits, StringComparison.Ordinal) ? words : $"{words} ({digits})", CodeOf(code) ?? digits, TypeOf(code), KindOf(code));
    }

    private static string? CodeOf(long number) => number switch
    {
        1002 or 1039 or 1041 or 2045 => "rate_limit_exceeded",
        1004 or 2049 => "invalid_api_key",
        1008 or 2056 => "insufficient_quota",
        1026 or 1027 => "content_policy_violation",
        _ => null,
    };

    private static FailureKind? KindOf(long number) => number switch
    {
        1002 or 1039 or 1041 or 2045 => FailureKind.RateLimited,
        1004 or 2049 => FailureKind.Credential,
        1008 or 2056 => FailureKind.QuotaExhausted,
        1026 or 1027 => FailureKind.ContentPolicy,
        _ => null,
    };

    private static string? TypeOf(long number) => number switch
    {
        2013 or 1042 or 1043 or 1044 => "invalid_request_error",
        1002 or 1039 or 1041 or 2045 => "rate_limit_error",
        1004 or 2049 => "authentication_error",
        _ => null,
    };
}
