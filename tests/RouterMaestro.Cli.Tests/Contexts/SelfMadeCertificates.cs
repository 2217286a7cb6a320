using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RouterMaestro.Cli.Tests.Contexts;

/// <summary>Makes certificates that no machine trusts unless it is told to.</summary>
internal static class SelfMadeCertificates
{
    /// <summary>Makes a certificate that is signed by itself.</summary>
    /// <param name="name">The only host name that it is for.</param>
    /// <param name="from">The days from today until it is valid.</param>
    /// <param name="until">The days from today until it expires.</param>
    public static X509Certificate2 SelfSigned(string name = "localhost", int from = -2, int until = 10)
    {
        using var key = RSA.Create(2048);
        using var certificate = Request("CN=self", name, key).CreateSelfSigned(Day(from), Day(until));
        return Usable(certificate);
    }

    /// <summary>Makes a certificate that is signed by an authority, and that authority.</summary>
    public static (X509Certificate2 Server, X509Certificate2 Authority) Signed(string name = "localhost")
    {
        using var authorityKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=Acme Root", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var authority = request.CreateSelfSigned(Day(-3), Day(30));
        using var key = RSA.Create(2048);
        using var signed = Request("CN=server", name, key).Create(authority, Day(-2), Day(10), [1, 2, 3, 4]);
        using var whole = signed.CopyWithPrivateKey(key);
        return (Usable(whole), authority);
    }

    private static CertificateRequest Request(string subject, string name, RSA key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static DateTimeOffset Day(int days) => TimeProvider.System.GetUtcNow().AddDays(days);

    // Windows serves TLS only with a key that was imported
    private static X509Certificate2 Usable(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
}
