using System.Text.Json;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Protocols.Json;

/// <summary>Creates the error of a body that the fast pass found broken.</summary>
internal static class BrokenJson
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonBody.MaxDepth };

    /// <summary>Creates the error. System.Text.Json finds the place.</summary>
    public static RouterError Explain(ReadOnlySpan<byte> body) => RouterError.Invalid(null, Sentence(body));

    private static string Sentence(ReadOnlySpan<byte> body)
    {
        if (!body.ContainsAnyExcept(" \t\r\n"u8))
        {
            return "the body is empty: it must be a JSON object";
        }

        var reader = new Utf8JsonReader(body, _options);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return "the body must be a JSON object";
            }

            while (reader.Read())
            {
            }

            return "the body is not valid JSON";
        }
        catch (JsonException exception)
        {
            var open = reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0);
            return open >= JsonBody.MaxDepth
                ? $"the body is nested deeper than {JsonBody.MaxDepth} levels"
                : $"the body is not valid JSON: see line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
        }
    }
}

/// <summary>Checks that a document is complete.</summary>
internal static class CompleteJson
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonBody.MaxDepth };

    /// <summary>Returns true if the bytes are one complete JSON value, with only white space around it.</summary>
    public static bool Is(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, _options);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
