using System.Text;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>The rules about providers' keys.</summary>
internal static class ProviderKeys
{
    /// <summary>How the keys begin that the gateway itself gives out.</summary>
    public const string GatewayKeyPrefix = "sk-rm-";

    /// <summary>Names the environment variable of a provider's key: <c>my.provider-v2</c> has <c>MY_PROVIDER_V2_API_KEY</c>.</summary>
    /// <param name="id">The provider's id.</param>
    /// <returns>The name; null when the id has no letter or digit to make it of.</returns>
    public static string? VariableFor(string id)
    {
        var name = new StringBuilder(id.Length + 8);
        foreach (var character in id)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                name.Append(char.ToUpperInvariant(character));
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        var stem = name.ToString().TrimEnd('_');
        return stem.Length == 0 ? null : stem + "_API_KEY";
    }
}
