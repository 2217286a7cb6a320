using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>Computes the revision of a model catalog: a short hash of what plans depend on. It is computed once for each catalog.</summary>
internal static class CatalogRevision
{
    private const int Digits = 12;

    public static string Of(ModelCatalog catalog)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var provider in catalog.Providers)
        {
            Append(hash, $"{provider.Id}|{provider.Status}\n");
            foreach (var model in provider.Models)
            {
                Append(hash, $"{model.Ref.QualifiedId}|{model.Limits}|{string.Join(',', model.Protocols.Select(protocol => protocol.Name))}|{model.Capabilities}\n");
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }

    private static void Append(IncrementalHash hash, FormattableString text) => hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(text)));
}
