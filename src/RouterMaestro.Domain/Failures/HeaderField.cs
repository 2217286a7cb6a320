using System.Text;

namespace RouterMaestro.Domain.Failures;

/// <summary>One header field of an HTTP message.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">The field's value; several values of one name are joined by commas.</param>
public readonly record struct HeaderField(string Name, string Value)
{
    // the value may be a secret
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name);
        return true;
    }
}
