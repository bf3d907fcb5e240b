"""Words that say nothing about a text's subject, by language (ISO 639-1). Short lists, all lower case.

Apostrophes end a word here ("don't" is "don" and "t"), so the halves stand in the lists too. Words of
one letter need no entry: `words` drops them. The rest is left to weighting: a word of most notes
weighs next to nothing anyway. A note that fits two languages alike is taken for the one listed first.
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """about above across actually after again against all almost along already also
            although always am among an and another any anything are aren around as at away back
            be became because become becomes been before behind being below best better between
            both but by came can cannot could couldn day did didn different do does doesn doing
            don done down due during each either else end enough especially etc even ever every
            everything example few find first for found from further gave get gets getting give
            given gives go goes going gone good got had hadn has hasn have haven having he help
            helps her here hers herself him himself his how however if important in include
            includes including instead into is isn it its itself just keep kind know last later
            least less let like likely ll long look lot made mainly make makes making many may
            me mean means might more most much must my myself need needs never new next no none
            nor not nothing now of off often on once one ones only onto or other others our ours
            ourselves out over own part particular people per perhaps put quite rather re really
            said same say says second see seem seems seen several shall she should shouldn show
            shows simply since so some something sometimes soon still such take taken takes than
            that the their theirs them themselves then there therefore these they thing things
            think this those though three through throughout thus time to together too toward
            towards two under until up upon us use used useful uses using usually various ve
            very via want was wasn way ways we well were weren what when where whereas whether
            which while who whole whom whose why will with within without won work would wouldn
            year years yes yet you your yours yourself""",
        "de": """ab aber alle allem allen aller alles als also am an andere anderen anderer anderes
            auch auf aus bei beim bereits bin bis bist da dabei dadurch dafür dagegen daher
            damit danach dann daran darauf daraus darf darin darüber das dass daß dazu dein
            deine dem den denen denn dennoch der deren des deshalb dessen die dies diese diesem
            diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige
            einigen einmal er erst es etwa etwas euch für ganz gegen gibt hab habe haben hat
            hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer
            in indem ins ist ja jede jedem jeden jeder jedes jedoch jetzt kann kein keine keinen
            können könnte man manche mehr mein meine meist mit muss müssen nach nachdem neben
            nicht nichts noch nun nur ob oder oft ohne schon sehr sein seine seinem seinen
            seiner seit sich sie sind so sogar solche soll sollen sollte sondern sonst sowie
            statt über um und uns unser unsere unter viel viele vielen vom von vor war waren
            warum was weg weil welche welcher wenn wer werden wie wieder will wir wird wo wobei
            wurde wurden würde zu zum zur zwar zwei zwischen""",
        "fr": """afin ai aie ailleurs ainsi alors après au aucun aucune aujourd aura aussi autour
            autre autres aux avait avant avec avoir ayant beaucoup bien car ce ceci cela celle
            celles celui cependant ces cet cette ceux chaque chez comme comment contre dans de
            depuis des dès deux dit doit donc dont du elle elles en encore entre est et étaient
            était étant été être eu eux fait faire faut fois font fut grâce hui ici il ils
            jamais je jusqu la laquelle le lequel les lesquels leur leurs lors lorsque lui ma
            mais malgré me même mêmes mes moi moins mon ne ni non nos notre nous on ont ou où
            par parce parfois parmi pas pendant peu peut peuvent plus plusieurs plutôt pour
            pourquoi près puis qu quand que quel quelle quelles quelque quelques quels qui quoi
            sa sans se selon sera ses si sinon soit son sont sous souvent sur ta tandis tant te
            tel telle telles tels tes toi ton toujours tous tout toute toutefois toutes très
            trop tu un une vers voici voilà vos votre vous vraiment""",
        "es": """ahí ahora al algo alguna algunas alguno algunos allí ambos ante antes aquel aquella
            aquellos aquí así aún aunque bajo bien cada casi como cómo con contra cosa cosas
            cual cuál cuales cualquier cuando cuándo cuanto de debe deben del desde después
            donde dónde dos durante el él ella ellas ellos en entonces entre era eran eres es
            esa esas ese eso esos esta está estaba estado están estar estas este esto estos fin
            fue fueron ha haber había hace hacer hacia han hasta hay he incluso la las le les lo
            los luego más me mediante menos mi mientras mis mismo misma mismos mucho muchos muy
            nada ni ningún ninguna no nos nosotros nuestra nuestro nunca otra otras otro otros
            para pero poco por porque puede pueden pues que qué quien quién se sea según ser si
            sí sido siempre sin sino sobre solo sólo son su sus también tan tanto te tener tiene
            tienen toda todas todavía todo todos tras tu tus un una unas uno unos usted vez
            veces ya yo""",
        "pt": """ainda além algo alguma algumas algum alguns ali ambos antes ao aos apenas aquela
            aquele aqueles aquilo as assim até através bem cada com como contra cuja cujo da das
            de dela dele deles depois desde dessa desse desta deste deve devem disso disto do
            dois dos durante duas ela elas ele eles em então enquanto entre era eram essa essas
            esse esses esta está estão estar estas este estes eu faz fazer foi foram há isso
            isto já lá lhe mais mas me mediante mesma mesmo meu minha muita muitas muito muitos
            na nada não nas nem nenhum nessa nesse nesta neste no nos nós nossa nosso num numa
            nunca onde os ou outra outras outro outros para pela pelas pelo pelos pode podem
            pois por porque portanto porém pouco qual quais qualquer quando quanto que quem são
            se seja sem sempre sendo ser seu seus sido só sob sobre sua suas tal também tanto
            tão te tem têm ter teu toda todas todo todos três tu tudo um uma umas uns vez vezes
            você vocês""",
        "it": """ad agli ai al alcune alcuni alla alle allo allora altra altre altri altro anche
            ancora avere aveva bene che chi ci ciascuno cioè ciò coi col come con contro cosa
            così cui da dagli dai dal dalla dalle dallo degli dei del dell della delle dello
            dentro deve di dopo dove due dunque durante ecco ed egli ella era erano esse essere
            essi esso fa fare fatto fin fino fra fu furono gli già ha hai hanno ho il in infatti
            insieme invece io la là le lei li lo loro lui lungo ma mai me mediante meno mentre
            mi mia mio molte molti molto ne negli nei nel nell nella nelle nello nessun nessuna
            niente noi non nostra nostro nulla ogni oltre oppure ora per perché perciò però più
            poco poi possono prima proprio può qual quale quali qualche quando quanto quasi quei
            quella quelle quelli quello quest questa queste questi questo qui quindi se sempre
            senza sei si sia siamo siano sono sopra sotto sta stata stati stato stesso su sua
            sue sugli sui sul sull sulla sulle suo suoi tale tali tanto te ti tra troppo tu
            tutta tutte tutti tutto un una uno verso vi viene voi volta volte""",
        "nl": """aan aangezien achter af al alle alleen alles als altijd andere anders ben beneden
            bij bijna binnen boven daar daarna daarom dan dat de deze die dit doen door dus een
            eens elk elke en enkele er erg gaan gaat geen gewoon had hadden heb hebben hebt
            heeft heel hem hen het hier hij hoe hoewel hun iemand iets ik in is ja je jou jouw
            kan kon kunnen maar mag me meer men met mij mijn minder moet moeten na naar naast
            niet niets nog nu of om omdat onder ons onze ook op over reeds sinds soms te tegen
            tijdens toch toen tot tussen twee uit van vanaf veel vele voor vooral waar waarbij
            waardoor waarom wanneer want waren was wat we weer wel welke werd werden wie wij wil
            worden wordt zal ze zeer zelf zich zij zijn zo zoals zonder zou zouden zulke""",
        "ru": """без более больше будет будут бы был была были было быть вам вас ведь весь во вот все
            всё всегда всего всех вы где да даже два для до других его ее её если есть еще ещё
            же за здесь из или им имеет иногда их как какая какие какой когда который которая
            которое которые которых кто ли либо лишь лучше между меня мне много может можно мой
            мы на над надо нам нас не него нее неё ней нет нибудь ни них но ну об один однако он
            она они оно от очень перед по под после потом потому почти при про просто раз разве
            с сам самый свой своей своего своих себе себя со так также такая такие такой там
            тебя тем то тогда того тоже только том тот три тут ты у уже хотя хоть чего чем через
            что чтобы чуть эта эти этим этих это этого этой этом этот эту являются является""",
        "cs": """aby aj ale ani asi až bez bude budou by byl byla byli bylo být co což další do díky
            ho jak jako jaký jde je jeden jedna jedno jeho jej jejich její jen ještě ji jich jim
            jiné již jsem jsi jsme jsou jste já kam každá každé každý kde kdo kdy když ke kromě
            která které který kteří ku lze mají mezi mnoho mohou mu musí my má máme mít může
            můžeme můžete na nad například ne nebo nebyl nejsou není než nic nich nám nás náš ní
            ním některé některých od on ona oni ono pak po pod podle pokud pomocí potom pouze
            pro proto protože proč první před přes při roku se si svou své svém svých svůj ta
            tady tak také takže tam tato te tedy ten tento to tohle toho tom tomto tomu toto tu
            tuto ty tyto této tím těch už vaše vašeho vašem ve velmi vám vás váš více však vše
            všech všechny vždy za zde ze že""",
        "da": """af alle alt anden andet andre at blev blive bliver både da de dem den denne der
            deres derfor dermed det dette dig din dine disse dit dog du efter eller en end er et
            flere for fordi fra fx få får før gennem give går gør ham han har havde have hendes
            her herefter hos hun hvad hver hvilke hvilken hvis hvor hvordan hvorfor igen ikke
            ind ingen jeg jo kan kom komme kun kunne lige man mange med meget mellem men mere
            mig min mod må ned noget nogle nok nu når og også om op os over på samme sammen selv
            ses sig sin sine sit skal skulle som så sådan til ud uden under var ved vi vil ville
            vor være været""",
        "fi": """ainakin avulla ei eikä eivät eli en ennen esimerkiksi että he heidän hän hänen häntä
            itse ja jo johon joita joka jokin joko jolla jolloin jonka jos joskus jossa josta
            jota jotka jotta juuri jälkeen kaikki kanssa kautta kohti koko koska kuin kuinka
            kuitenkin kun kuten lisäksi mikä mikäli miten mitä muita mukaan mutta muut myös
            myöskin ne niiden niin niitä noin nyt ole olet oli olisi olivat olla olleet ollut on
            ovat paljon se sekä sellainen sen siihen siis siitä silloin sillä sinun sitten sitä
            tahansa tai te tulee tällä tällöin tämä tämän tässä tästä tätä useita vaan vai
            vaikka vain vasta vielä voi voidaan voit voivat yli""",
        "hu": """adott ahol aki akkor alatt amely amelyek amelyet ami amikor amit arra az azok azt
            azután azért be bár bármely csak de egy egyes egyik egész el ellen előtt ennek erre
            ez ezek ezen ezt ezért fel fog ha hanem hiszen hogy hogyan hozzá igen ill ilyen is
            ismét itt jó jól kell kellett ki két közben között közül le legyen lehet lehetett
            lesz lett lévő maga magát meg mellett mely mert mi miatt minden mindig mint mit
            mivel most már más második még nagy nagyon ne nekem neki nem nincs néha olyan ott
            pedig persze például rá saját segítségével sem semmi sok sokkal szemben szerint
            számára tehát tovább további több ugyanis után utána vagy vagyis valaki valami való
            van vannak vele vissza volt voltak én és össze úgy új ők""",
        "id": """ada adalah agar akan akhir anda apa apabila atas atau bagaimana bagi bahwa banyak
            beberapa belum berbagai berikut bisa boleh bukan cara dalam dan dapat dari dengan di
            dia dilakukan dll hanya harus hingga ia ingin ini itu jadi jika juga kami kamu
            karena ke kecil kemudian kepada ketika kita lagi lain lainnya lalu lebih maka masih
            maupun melalui memiliki menjadi mereka merupakan misalnya mungkin namun nya oleh
            pada paling para per perlu pernah pun saat saja sama sampai sangat satu saya sebagai
            sebelum sebuah secara sedang sehingga sejak selain selama seluruh semua sendiri
            seorang seperti serta sesuai setelah setiap suatu sudah supaya tanpa telah tentang
            terhadap tersebut tetapi tidak untuk walaupun yaitu yakni yang""",
        "no": """alle andre at av bare ble bli blir både da de deg dem den denne der dere deres
            derfor dermed det dette din dine disse ditt du eksempel eller en enn er et etter
            flere for fordi fra få får før gjennom gjør går ha hadde han har hennes her hun hva
            hver hvilke hvilken hvis hvor hvordan hvorfor ifra igjen ikke ingen inn jeg kan kom
            kunne man mange med meg meget mellom men mens mer min mot mye må ned noe noen nok nå
            når og også om opp oss over på samme seg selv siden sin sine sitt skal skulle slik
            som så til under ut uten var ved vi vil ville vår være vært""",
        "pl": """aby albo ale ani az aż bardziej bardzo bez bo by być był była było były będzie będą
            choć ci co coś czy czyli dla dlaczego dlatego do dobrze gdy gdyż gdzie go ich ile im
            inne inny innych ja jak jaka jaki jakie jakiś jako je jeden jedna jednak jednego
            jednej jedno jego jej jest jestem jeszcze jeśli jeżeli już każda każde każdy kiedy
            kilka kto która które którego której który których którym którzy którą lecz lub ma
            mają mam mi mieć mimo między mnie mogą może możesz można mu musi my na nad nam nami
            nas nasz nawet nic nich nie niego niej niektóre niektórych nim niż no obok od ok on
            ona one oni oraz po pod podczas pomocą ponieważ poprzez potem poza przed przede
            przez przy przykład raz również sam się sobie swoich swoje swoją swój są ta tak taki
            takich takie także tam te tego tej ten też to tobie tu tutaj twoich twoim twoje twój
            ty tych tylko tym tymi wam was we wiele więc więcej wszystkich wszystkie wszystko
            wtedy właśnie za zawsze ze żaden żadnego że żeby""",
        "sv": """alla allt andra att av bara blev bli blir både de dem den denna deras dess dessa det
            detta dig din dina ditt du där då efter eller en enligt ett exempel finns flera från
            få får för före genom ges gör ha hade han har hela henne hennes hon honom hur här
            igen in ingen innan inte jag ju kan kommer kunde man med mellan men mer mest mig min
            mot mycket många måste nu nya när någon något några och också om oss på samma sedan
            sig sin sina sitt själv ska skall skulle som så sådan till under upp ur ut utan utom
            vad var vara varför varit varje vem vi vid vilka vilken vilket vill vår är även åt
            över""",
        "tr": """altında ama ancak artık aslında aynı ayrıca az aşağıdaki bana bazı belki ben beni
            benim bile bir biraz biri birkaç birlikte birçok biz bize bizim bu buna bunda bundan
            bunlar bunların bunu bunun böyle da daha de değil diye diğer dolayı en fakat farklı
            fazla gibi göre ha hala halde hangi hatta hem henüz hep hepsi her herhangi hiç
            hiçbir iki ile ilgili ise için işte kadar karşı kendi kendine kez ki kim kimse mi mu
            mü mı nasıl ne neden nedenle nerede niye niçin olabilir olan olarak oldu olduğu
            olduğunu olmak olması olsa olur on ona ondan onlar onların onu onun orada oysa
            rağmen sadece sanki sen seni senin siz sizin sonra tarafından tüm var ve veya ya
            yalnızca yani yapılan yerine yine yok zaten çok çünkü önce örneğin öyle üzere ın
            şekilde şey şeyler şimdi şu şöyle""",
        "uk": """або адже але багато без був будь була були було бути більше вам вас ваша ваше ваших
            вашого вашому ваші весь вже ви вона вони воно все всі всіх від він де деякі для до
            дуже же за завжди зі його каже коли котрий краще крім куди кілька лише мав майже
            мають має мене мені ми може можете можна можуть між мій на навіть над нам наприклад
            нас наш не нею ним них ні ніж об один однак ось перед по поки поряд потрібно потім
            при про проте під після саме свого своє своїй своїх свій себе серед собі та так така
            таке такий також такі там те ти тим тих то тобто того тоді тож той тому треба тут
            хоча хто це цей цим цих цього цьому цю ця через чи чого що щоб як яка яке який якими
            яких якого яку якщо які якій із інших інші їм їх їхній її""",
        "vi": """ai bao bên bạn bằng bị bởi cho chúng chưa chỉ càng các cách cái còn có cùng cũng cả
            cần của do dưới giữa gì hay hoặc hãy hơn họ khi khác không là làm lên lúc lại muốn
            mà mình mọi mỗi một mới ngay nhiều như nhưng những nào này nên nó nếu phải qua ra
            rất rằng rồi sao sau sẽ số sự ta theo thêm thì thôi thế thể trong trên trước tuy tôi
            tại tất từ từng tự việc và vào vì vẫn vậy về với vừa đang đi điều đâu đây đã đó được
            đến đều để""",
        "ar": """أكثر أن أنا أنت أو أي أيضا أين إذا إلى إن التي الذي الذين بدون بعد بعض به بها
            بين تكون تلك ثم جميع حتى حيث خلال دون ذلك سوف ضمن عبر على عليه عليها عن عند عندما
            غير في فيه فيها قبل قد كان كانت كل كما كيف لا لك لكن لم لماذا لن له لها ما متى مثل
            مع من منذ منه منها نحن نحو هذا هذه هم هناك هو هي وفي ولا ومن وهو وهي يكون يمكن يمكنك""",
        "ca": """així això al als amb aquest aquesta aquestes aquests cada com contra dalt de del
            dels des després doncs durant el ella elles ells els en encara entre era eren es
            esta estan està fer fet fins ha han hi ho la les li llavors llur mateix mentre meu
            mitjançant molt molts més ni no només nostre on pel pels per perquè però poden poder
            podeu pot qual qualsevol quan que quin quina què sense ser seu seus seva seves si
            sobre sota són tal també tan tot tota totes tots un una unes uns us vostra vostre
            vostres és""",
        "el": """άλλα άλλες άλλη άλλο ένα έναν ένας έχει έχετε έχουν ήταν αλλά αν αντί από αυτά αυτές
            αυτή αυτοί αυτού αυτό αυτός αυτών για δεν εάν είναι είτε εκεί ενός ενώ επίσης θα
            κάθε κάποια κάποιο κάτι και κατά λοιπόν μέσα μέσω μία μας με μετά μεταξύ μη μην μια
            μου μπορεί μπορείτε μπορούν μόνο να οι ούτε παρά πιο πολλά πολύ που πρέπει πριν προς
            πως πώς σας σε σου στα στη στην στις στο στον στους τα τη την της τι τις το τον του
            τους των χωρίς ως όλα όλες όμως όπου όπως όταν ότι ώστε""",
        "fa": """آن آنها از است اما او اگر این اینکه با باید بدون بر برای بسیار به بود بیشتر بین تا
            تواند توانید توسط خود دارد دارید در دیگر را روی سپس شد شده شما شود ما مانند من می
            نمی نیز ها های هر هستند هستید هم همه همچنین هیچ وی پس پیش چرا چند چه چون کجا کدام
            کرد کردن کند کنید که یا یک""",
        "he": """אבל או אותה אותו אותם אחר אחרי אחרת איך אין אל אלה אלו אם אנחנו אני אפשר אשר את אתה
            באמצעות בה בו בין בכל גם הוא הזאת הזה הזו היא היה הייתה הם הן זאת זה זו יותר יכול
            יכולים יש כאן כאשר כבר כדי כי כך כל כמה כמו לא לאחר לה להיות להם לו לך לכל לכם לנו
            לפי לפני לפעמים מאוד מה מי מן מספר ניתן עבור עד עוד על עם רק של שלה שלהם שלו שלי שלך
            שלכם שם תוך תחת""",
        "ko": """같은 같이 거나 경우 그것 그러나 그러면 그런 그리고 다른 다음 당신 대한 대해
            되는 됩니다 따라 때문에 또는 또한 모든 아래 어떤 없는 없이 여기 여러 우리 위에
            위한 위해 이것 이는 이러한 이를 이미 있는 있다 있습니다 있으며 통해 하나 하나의
            하는 하여 하지만 함께 합니다 해당""",
        "ro": """aceasta această acest acesta aceste acestea acestei acestor acestui acolo acum adică
            ai aici al ale alt alta alte altul am ar are asta astfel asupra atunci au avea avem
            aveți aș ați bine care ce cea cei cel cele chiar cineva cu cum când cât că cărora
            către da dacă dar de deci decât deja deoarece despre din dintr dintre doar după ea
            ei el ele este eu face fi fie fiecare fiind fost fără iar la le lor lui mai mult
            multe mulți nici niște noi nostru nu numai oricare orice oricând pe pentru peste
            poate pot prea prin printr puteți sa sale sau se sub sunt să său te toate tot toți
            trebuie tu un una unei unele unor unui unul va veți voi vom vor vostru vă îi îl în
            încă într între își îți și""",
        "sk": """aby aj ak ako aký ale alebo ani asi až bez bol bola boli bolo bude budú by byť cez
            dnes do ešte ho iba ich im iné ja je jeden jedna jedno jeho jej kam každá každé
            každý kde keď ktorej ktorá ktoré ktorého ktorí ktorý ku kým ma majú mať medzi mi
            mnoho mu musí my má môcť môj môže môžete môžu na nad napríklad ne nebo než nie
            niekoľko niektoré nič nám nás náš od on ona oni ono po pod podľa pokiaľ pomocou
            potom pre pred preto pretože prečo pri proti práve sa si sme so som ste svoj svoje
            svojich sú ta tak také taký takže tam tento tieto to toho tohto tom tomto tu ty táto
            túto už vaše vašom veľmi viac vo vám vás váš však všetko všetky vždy za zo áno čo
            ďalšie že""",
        "hi": """अगर अपनी अपने आप आपके आपको इन इस उन उस एक और कर करने करें का कि किया किसी की कुछ के
            कैसे को क्या गई गए गया जब जा जैसे जो तक तो था थी थे द्वारा नहीं ने पर पहले बाद भी
            में मैं यह या ये रहा रही रहे लिए लेकिन वह वे सकता सकती सकते सभी साथ से हम ही है हैं
            हो होता होती होते""",
        "bn": """অথবা অন্য আগে আছে আপনাকে আপনার আপনি আরও এই একটা একটি এখানে এগুলি এটি এবং এর করতে করা
            করুন করে কি কিছু কিন্তু কোনো ছিল জন্য তখন তবে তা তাদের তার তাহলে থেকে দিয়ে দ্বারা
            না নেই পর পারে পারেন প্রতিটি বা মতো মধ্যে যখন যদি যা যায় যে সব সমস্ত সাথে সেই হবে
            হয় হয়ে হলে""",
    }.items()
}

# Chinese and Japanese write no spaces: a pair of characters that holds one of these names nothing.
CJK_STOP_CHARACTERS = frozenset(
    "的了是在和也就都而及与或一不有我你他她它们这那个之于以其被把让从到对为所并着过吗呢吧啊"
    "很还要会可能去来上下中没如何什么怎么"
    "のはがをにへとでもやかなねよだたてしいるれさすこそあどんうくけまりらえおきちつせみめわ・"
)
