using System.Globalization;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Application.Outcomes;

/// <summary>Makes texts of callers and providers safe for a log: one line, of limited length, without keys.</summary>
internal static class LogText
{
    private const int MaxName = 128;
    private const int MaxMessage = 300;

    /// <summary>Gets the qualified id of a model.</summary>
    public static string Name(ModelRef model) => Name(model.QualifiedId);

    /// <summary>Gets a name or an id.</summary>
    public static string Name(string name) => Cut(UpstreamText.HoldsSecret(name) ? UpstreamText.Clean(name) : Printable(name), MaxName);

    /// <summary>Gets a message.</summary>
    public static string Message(string message) => Cut(UpstreamText.Clean(message), MaxMessage);

    // a line break or an escape sequence could forge a line, or command a terminal
    private static string Printable(string text)
    {
        foreach (var c in text)
        {
            if (IsUnsafe(c))
            {
                return string.Create(text.Length, text, static (copy, original) =>
                {
                    for (var i = 0; i < copy.Length; i++)
                    {
                        copy[i] = IsUnsafe(original[i]) ? '?' : original[i];
                    }
                });
            }
        }

        return text;
    }

    private static bool IsUnsafe(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) is
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Format or UnicodeCategory.Surrogate;

    private static string Cut(string text, int max) => text.Length <= max ? text : string.Concat(text.AsSpan(0, max - 1), "…");
}
