using System.Text;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>The rules about providers' keys.</summary>
internal static class ProviderKeys
{
    /// <summary>The prefix of the keys that the gateway itself generates.</summary>
    public const string GatewayKeyPrefix = "sk-rm-";

    /// <summary>Gets the environment variable of a provider's key: <c>MY_PROVIDER_V2_API_KEY</c> for <c>my.provider-v2</c>.</summary>
    /// <param name="id">The provider's id.</param>
    /// <returns>The name; null if the id has no letter or digit.</returns>
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
