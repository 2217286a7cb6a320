using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Catalog;

namespace RouterMaestro.Infrastructure.Tests.Providers;

/// <summary>Members of a provider that have a default are easily forgotten where one provider stands for another.</summary>
public sealed class ProviderMembersTests
{
    [Fact]
    public void Every_provider_of_the_product_has_all_members_itself()
    {
        var providers = typeof(ManagedProvider).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IProvider))).ToList();

        Assert.True(providers.Count >= 4);
        Assert.Empty(providers.SelectMany(type => type.GetInterfaceMap(typeof(IProvider)).TargetMethods.Where(method => method.DeclaringType == typeof(IProvider)).Select(method => $"{type.Name}.{method.Name}")));
    }
}
