using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>Puts texts together without decoding them.</summary>
internal static class JsonTexts
{
    /// <summary>Joins pieces that are escaped already.</summary>
    public static JsonText Concat(params ReadOnlySpan<JsonText> pieces)
    {
        var length = 2;
        foreach (var piece in pieces)
        {
            length += piece.Escaped.Length;
        }

        var quoted = new byte[length];
        quoted[0] = quoted[^1] = (byte)'"';
        var at = 1;
        foreach (var piece in pieces)
        {
            piece.Escaped.Span.CopyTo(quoted.AsSpan(at));
            at += piece.Escaped.Length;
        }

        return JsonText.FromQuoted(quoted);
    }
}
