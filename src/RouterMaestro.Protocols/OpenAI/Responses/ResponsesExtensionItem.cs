using System.Globalization;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>An item that the canonical model has no part for, kept among a request's leftovers with the place where it stood.</summary>
/// <param name="Message">The number of messages before it.</param>
/// <param name="Part">The number of parts before it in the message that follows.</param>
/// <param name="Item">The item.</param>
internal sealed record ResponsesExtensionItem(int Message, int Part, RawJson Item)
{
    private const string Prefix = "input.";

    public ExtensionField ToField(string type) => new(Prefix + type, new((byte[])
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[{Message},{Part},")),
        .. Item.Utf8.Span,
        (byte)']',
    ]));

    public static bool IsOne(ExtensionField field) => field.Name.StartsWith(Prefix, StringComparison.Ordinal);

    public static ResponsesExtensionItem Of(ExtensionField field)
    {
        using var document = JsonBody.Parse(field.Value.Utf8);
        var triple = document.Root;
        return triple is { ValueKind: JsonValueKind.Array } && triple.GetArrayLength() == 3
            ? new(triple[0].GetInt32(), triple[1].GetInt32(), document.RawOf(triple[2]))
            : new(0, 0, field.Value);
    }
}
