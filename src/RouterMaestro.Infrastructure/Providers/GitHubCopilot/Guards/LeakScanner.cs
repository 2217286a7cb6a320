using System.Buffers;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>Searches one text for leaked messages as its pieces arrive. Code is not searched.</summary>
internal sealed class LeakScanner
{
    private static readonly SearchValues<byte> _signs = SearchValues.Create("<`\\"u8);

    private MarkdownCode _code;
    private LeakedTags _tags;

    /// <summary>Searches the next piece.</summary>
    /// <param name="escaped">The piece, escaped as in JSON.</param>
    /// <returns>The name of the leaked message's tag; null if there is none so far.</returns>
    public string? Scan(ReadOnlySpan<byte> escaped)
    {
        var reader = new EscapedReader(escaped);
        while (true)
        {
            if (_code.IsSteady && _tags.IsIdle)
            {
                _tags.Skip(reader.SkipTo(_signs));
            }

            if (!reader.TryRead(out var character))
            {
                return null;
            }

            if (!_code.Read(character))
            {
                _tags.Skip(1);
            }
            else if (_tags.Read(character) is { } leaked)
            {
                return leaked;
            }
        }
    }
}
