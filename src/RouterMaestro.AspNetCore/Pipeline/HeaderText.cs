using System.Text;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>
/// Decodes header fields of requests so that bytes outside UTF-8 are an error in the caller's protocol. By default Kestrel answers them itself,
/// with a 400 without a body.
/// </summary>
internal sealed class HeaderText : DecoderFallback
{
    // a noncharacter, which no text holds
    private const string Replacement = "\uFFFF";

    private static volatile bool _hasReplaced;

    /// <summary>Gets the encoding for <c>KestrelServerOptions.RequestHeaderEncodingSelector</c>.</summary>
    public static Encoding Encoding { get; } = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new HeaderText());

    public override int MaxCharCount => Replacement.Length;

    public override DecoderFallbackBuffer CreateFallbackBuffer()
    {
        _hasReplaced = true;
        return new DecoderReplacementFallback(Replacement).CreateFallbackBuffer();
    }

    /// <summary>Checks the fields of a request. Until the first byte outside UTF-8 has come, in any request, this reads none of them.</summary>
    /// <exception cref="RouterException">A field holds bytes that are not UTF-8.</exception>
    public static void Check(IHeaderDictionary headers)
    {
        if (!_hasReplaced)
        {
            return;
        }

        foreach (var (name, values) in headers)
        {
            if (values.ToString().Contains(Replacement, StringComparison.Ordinal))
            {
                throw new RouterException(RouterError.Invalid(name, $"The header field '{name}' holds bytes that are not UTF-8."));
            }
        }
    }
}
