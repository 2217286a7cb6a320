using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>What one side says until the other speaks.</summary>
/// <param name="role">User or assistant.</param>
internal sealed class AnthropicTurn(Role role)
{
    private readonly List<ContentPart> _parts = [];
    private int _results;

    public Role Role => role;

    public IReadOnlyList<ContentPart> Parts => _parts;

    /// <summary>Gets the leftovers of the first message of the turn.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;

    /// <summary>Adds a part; the results of tools come first, as the dialect demands.</summary>
    public void Add(ContentPart part)
    {
        if (part is ToolResultPart)
        {
            _parts.Insert(_results++, part);
        }
        else
        {
            _parts.Add(part);
        }
    }

    public void ReplaceLast(ContentPart part) => _parts[^1] = part;
}
