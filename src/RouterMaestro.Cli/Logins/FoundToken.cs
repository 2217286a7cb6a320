using System.Text;

namespace RouterMaestro.Cli.Logins;

/// <summary>A GitHub token that another program has stored.</summary>
/// <param name="Name">The name by which it can be chosen.</param>
/// <param name="Place">Where it was found, for people.</param>
/// <param name="Host">The host of its account, such as <c>github.com</c>.</param>
/// <param name="Token">The token.</param>
internal sealed record FoundToken(string Name, string Place, string Host, string Token)
{
    /// <summary>The host of accounts that are not those of an enterprise.</summary>
    public const string PublicHost = "github.com";

    /// <summary>Gets the name of its user; null if the place does not say.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the file that holds it; null if it is in none.</summary>
    public string? File { get; init; }

    /// <summary>Gets the names of further places that hold the same token.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>Gets its kind.</summary>
    public TokenKind Kind => TokenKind.Of(Token);

    /// <summary>Gets enough of it to recognise it.</summary>
    public string Masked => Token.Length >= 20 ? $"{Kind.Prefix}…{Token[^4..]}" : $"{Kind.Prefix}…";

    // a record would print the token
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name);
        return true;
    }
}
