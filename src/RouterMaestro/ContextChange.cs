using System.Text;

namespace RouterMaestro;

/// <summary>A change of a context. Of its members, null leaves what is there and an empty text removes it.</summary>
/// <param name="Name">The name of the context.</param>
internal sealed record ContextChange(string Name)
{
    /// <summary>Gets the address of the gateway.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Gets its key.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Gets the key of its admin routes.</summary>
    public string? AdminKey { get; init; }

    // a record would print the keys
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name).Append(", Endpoint = ").Append(Endpoint);
        return true;
    }
}
